import type { JsonObject } from '../../../object.ts';
import type { RemoteChart } from '../../../render/types.ts';
import { mapAt, textAt } from '../fields.ts';

/** The chart that a source names of a repository of charts, or of a registry; null: it names files of a repository. */
export function chartOf(source: JsonObject): RemoteChart | null {
  const url = textAt(source, 'repoURL').replace(/\/+$/, '');
  const [chart, revision] = [textAt(source, 'chart'), textAt(source, 'targetRevision')];
  const version = revision === '' ? {} : { version: revision };
  // a registry may be written without its scheme
  if (chart !== '')
    return {
      repository: /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `oci://${url}`,
      name: chart,
      ...version,
    };
  const slash = url.lastIndexOf('/');
  return isPackedChart(source, url)
    ? { repository: url.slice(0, slash), name: url.slice(slash + 1), ...version }
    : null;
}

/** Whether a source names something of a registry, which may be a chart or not. */
export function isRegistry(source: JsonObject): boolean {
  return textAt(source, 'repoURL').startsWith('oci://');
}

/** What a registry has under a name is a chart mostly; manifests where the source says so. */
function isPackedChart(source: JsonObject, url: string): boolean {
  const isTop = ['', '.', './'].includes(textAt(source, 'path'));
  const others = ['kustomize', 'directory', 'plugin'].some((type) => mapAt(source, type) !== undefined);
  return url.startsWith('oci://') && isTop && !others && url.lastIndexOf('/') > 'oci://'.length;
}
