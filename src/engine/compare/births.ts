import { createHash } from 'node:crypto';
import type { Http } from '../../cluster/http.ts';
import { parseJson } from '../../cluster/http.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import type { Outside } from '../../drift/evaluate.ts';
import { isSecret } from '../../drift/secrets/mask.ts';
import type { Born } from '../../drift/settle.ts';
import { isArray, objectAt, stringOr } from '../../object.ts';
import { formatPath } from '../../path.ts';
import { isFromCluster } from '../../render/sources.ts';
import type { Store } from '../../store.ts';
import type { Suspicion } from './inspect.ts';
import type { Cluster } from '../types.ts';

/**
 * What earlier births told. A birth is a function of desired, of the server and of its admission configuration; only
 * the paths that are no defaults are kept, never an object, and nothing at all of Secrets, of what
 * git has encrypted, or of what holds the cluster's values.
 */
export interface Births {
  readonly known: (suspicion: Suspicion, doubts: readonly Outside[]) => Born | undefined;
  readonly remember: (suspicion: Suspicion, doubts: readonly Outside[], born: Born) => void;
  readonly save: () => void;
}

export function openBirths(store: Store, key: string, world: string): Births {
  const file = `${key}-${world}`;
  const kept = objectAt(store.read(file));
  const entries = new Map(Object.entries(kept));
  let changed = false;
  return {
    known: (suspicion, doubts) => {
      if (!mayBeKept(suspicion)) return undefined;
      const found = entries.get(digest(suspicion, doubts));
      if (!isArray(found)) return undefined;
      return (path) => !found.includes(formatPath(path));
    },
    remember: (suspicion, doubts, born) => {
      if (!mayBeKept(suspicion)) return;
      const own = doubts.filter(({ path, live }) => !born(path, live)).map(({ path }) => formatPath(path));
      entries.set(digest(suspicion, doubts), own);
      changed = true;
    },
    save: () => {
      if (changed) store.write(file, Object.fromEntries(entries));
    },
  };
}

function mayBeKept({ item: { desired, app, manifest } }: Suspicion): boolean {
  return !isSecret(desired) && !isEncrypted(manifest.object) && !isFromCluster(app.root);
}

function digest({ item }: Suspicion, doubts: readonly Outside[]): string {
  const asked = doubts.map(({ path, live }) => [formatPath(path), live]);
  return createHash('sha256')
    .update(JSON.stringify([item.desired, asked]))
    .digest('base64url')
    .slice(0, 27);
}

const MUTATING = [
  '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
  '/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies',
  '/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings',
  '/api/v1/limitranges',
];
const REFUSING = [
  '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  '/api/v1/namespaces',
];

/** Identifies what may mutate a newborn: server version and the state of admission, as far as we may read it. */
export function admissionWorld(http: Http, version: string): Promise<string> {
  return stateOf(http, version, MUTATING);
}

/** What decides the server's answers besides the objects it is asked about. */
export interface Worlds {
  /** As `admissionWorld`. */
  readonly mutating: string;
  /** Identifies what may refuse an object: policies, schemas of custom kinds, namespaces. */
  readonly refusing: string;
}

export async function readWorlds({ http, version }: Pick<Cluster, 'http' | 'version'>): Promise<Worlds> {
  const [mutating, refusing] = await Promise.all([
    admissionWorld(http, version),
    stateOf(http, version, REFUSING),
  ]);
  return { mutating, refusing };
}

async function stateOf(http: Http, version: string, lists: readonly string[]): Promise<string> {
  const parts = await Promise.all(
    lists.map(async (path) => {
      const response = await http({
        method: 'GET',
        path,
        accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      });
      if (response.status !== 200) return String(response.status);
      const { items } = objectAt(parseJson(response.body));
      if (!isArray(items)) return '';
      return items
        .map((item) => objectAt(item, 'metadata'))
        .map(({ uid, resourceVersion }) => `${stringOr(uid, '')}@${stringOr(resourceVersion, '')}`)
        .join();
    }),
  );
  return createHash('sha256')
    .update([version, ...parts].join('\n'))
    .digest('hex')
    .slice(0, 16);
}
