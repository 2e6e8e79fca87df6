import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Http, parseJson } from '../../cluster/http.ts';
import type { Deps } from '../../deps.ts';
import { objectAt, stringOr } from '../../object.ts';
import { stateFolder, writeState } from '../../state.ts';

/**
 * A name for a cluster that is the same whatever address it is reached by: the uid of kube-system, asked once per
 * address. Where it may not be read, the address itself.
 */
export async function clusterIdFor(key: string, http: Http, deps: Deps): Promise<string> {
  const file = join(stateFolder(deps, 'clusters'), key);
  const known = readOr(file);
  if (known !== null) return known;
  const response = await http({ method: 'GET', path: '/api/v1/namespaces/kube-system' });
  const uid = response.status === 200 ? stringOr(objectAt(parseJson(response.body), 'metadata').uid, '') : '';
  const id = uid === '' ? key : createHash('sha256').update(uid).digest('hex').slice(0, 16);
  try {
    writeState(file, id);
  } catch {
    // a home that cannot be written costs this request again, never an answer
  }
  return id;
}

function readOr(file: string): string | null {
  try {
    const id = readFileSync(file, 'utf8').trim();
    return /^[0-9a-f]{16}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
