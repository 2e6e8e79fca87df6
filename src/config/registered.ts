import type { Cell } from './error.ts';
import { entriesOf, fieldsOf, itemsOf, optionalText, present, textOf } from './reader.ts';
import type { RegisteredCluster } from './types.ts';

/**
 * `clusters: [{name: NAME, server: URL, labels: {…}, annotations: {…}, project: NAME}]`: what Argo CD's Secrets would say.
 * Throws what `fieldsOf` throws.
 */
export function registeredOf(cell: Cell): readonly RegisteredCluster[] {
  return itemsOf(cell).map((item) => {
    const at = fieldsOf(item, ['name', 'server', 'labels', 'annotations', 'project']);
    return {
      name: textOf(at('name')),
      server: textOf(at('server')),
      labels: pairsOf(at('labels')),
      annotations: pairsOf(at('annotations')),
      ...present({ project: optionalText(at('project')) }),
    };
  });
}

function pairsOf(cell: Cell): Readonly<Record<string, string>> {
  return Object.fromEntries(entriesOf(cell).map(([key, value]) => [key, textOf(value)]));
}
