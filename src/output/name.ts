import { groupOf } from '../object.ts';
import type { DriftReport } from './types.ts';
import { oneLine } from './words/escape.ts';

/** As `kubectl -o name`: `deployment.apps/web`, `service/web`, one a line. */
export function nameReport({ objects }: DriftReport): string {
  return objects
    .filter(({ status }) => status !== 'inSync')
    .map(({ object }) => {
      const group = groupOf(object.apiVersion);
      return `${oneLine(`${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${object.name}`)}\n`;
    })
    .join('');
}
