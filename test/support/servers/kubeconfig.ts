import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, objectAt } from '../../../src/object.ts';
import { parseYaml } from '../../../src/source/bulk.ts';
import type { ClusterAddress } from './cluster.ts';
import { folder } from '../repository.ts';

/** The cluster entry and the user of a kubeconfig of one context. */
export function entries(file: string) {
  const config = objectAt(parseYaml(readFileSync(file, 'utf8'), file));
  const first = (list: string, key: string) => {
    const all = config[list];
    return objectAt(isArray(all) ? all[0] : undefined, key);
  };
  return { cluster: first('clusters', 'cluster'), user: first('users', 'user') };
}

/** Writes a kubeconfig of one context, `here`, and one user, `someone`; it is gone when the test ends. */
export function kubeconfig(cluster: object, user: object): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    clusters: [{ name: 'here', cluster }],
    users: [{ name: 'someone', user }],
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'someone' } }],
  };
  return join(folder({ config: JSON.stringify(config) }), 'config');
}

/** The test cluster's kubeconfig, its server moved elsewhere. */
export function movedTo(
  { kubeconfig, server: old }: Pick<ClusterAddress, 'kubeconfig' | 'server'>,
  server: string,
): string {
  const file = join(folder(), 'kubeconfig');
  writeFileSync(file, readFileSync(kubeconfig, 'utf8').replaceAll(old, server));
  return file;
}
