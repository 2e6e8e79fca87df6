import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterAddress } from './cluster.ts';

/** The API server says its flags, and so where etcd is, when it is started with this. */
export const TELLS_FLAGS = '--v=1';

/**
 * Stores an object behind the API server's back, as an older API server left it: today's would refuse to take it.
 * Only for a cluster of one's own, started with TELLS_FLAGS.
 */
export async function storeInEtcd(cluster: ClusterAddress, key: string, object: object): Promise<void> {
  const log = await readFile(join(cluster.dir, 'apiserver.log'), 'utf8');
  const address = /FLAG: --etcd-servers="\[(http:[^\]]+)\]"/.exec(log)?.[1];
  if (address === undefined) throw new Error(`the API server was not started with ${TELLS_FLAGS}`);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const response = await fetch(`${address}/v3/kv/put`, {
    method: 'POST',
    body: JSON.stringify({ key: base64(`/registry/${key}`), value: base64(JSON.stringify(object)) }),
  });
  if (!response.ok) throw new Error(`etcd answered ${response.status}: ${await response.text()}`);
}
