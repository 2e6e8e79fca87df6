import { isArray, isObject, type JsonObject, objectAt } from '../../src/object.ts';
import type { Cluster } from '../support/servers/cluster.ts';
import { gitops } from '../support/gitops.ts';

/** What is predicted of one difference. */
export interface Predicted {
  readonly fate: unknown;
  readonly because: unknown;
}

/** What `diff` says of each difference of a namespace's objects, by `Kind name path`; of a whole object without a path. */
export async function predictions(dir: string, cluster: Cluster): Promise<ReadonlyMap<string, Predicted>> {
  const ran = await gitops(['diff', '-o', 'json', '--show-ignored'], {
    cwd: dir,
    kubeconfig: cluster.kubeconfig,
  });
  if (ran.code > 1) throw new Error(`diff ended with ${ran.code}: ${ran.stderr}${ran.stdout.slice(0, 2000)}`);
  const { objects } = ran.json();
  const found = (isArray(objects) ? objects : []).map((object) => objectAt(object));
  return new Map(found.flatMap(predicted));
}

function predicted(object: JsonObject): readonly (readonly [string, Predicted])[] {
  const { kind, name, fate, because, changes } = object;
  const whole = `${kind} ${name}`;
  const all = (isArray(changes) ? changes : []).filter(isObject);
  if (all.length === 0) return [[whole, { fate, because }]];
  return all.map((change) => [`${whole} ${change.path}`, { fate: change.fate, because: change.because }]);
}

/** The value at a path of keys and items by name, `spec/template/spec/containers/web/image`; undefined: it is not there. */
export async function liveValue(
  cluster: Cluster,
  namespace: string,
  object: string,
  path: string,
): Promise<unknown> {
  const text = await cluster.run(['get', object, '-n', namespace, '-o', 'json', '--ignore-not-found']);
  if (text.trim() === '') return undefined;
  let at: unknown = JSON.parse(text);
  for (const key of path.split('/').filter((part) => part !== '')) {
    if (Array.isArray(at)) at = at.find((item: unknown) => isObject(item) && item.name === key);
    else at = isObject(at) ? at[key.replaceAll('~1', '/')] : undefined;
  }
  return at;
}
