import { createHash } from 'node:crypto';
import type { Connection } from '../../../cluster/login/kubeconfig.ts';
import type { Deps } from '../../../deps.ts';
import type { ControlledApp } from '../../../discover/types.ts';
import { isArray, isObject, type Json, objectAt, stringOr } from '../../../object.ts';
import type { Root } from '../../../render/types.ts';
import { openStore } from '../../../store.ts';
import { VERSION } from '../../../version.ts';
import { serverKey } from '../../open/connect.ts';
import { isRoot, keptRoot } from './kept-root.ts';

/** Milliseconds within which nobody is asked whether there are more apps by now. */
const FRESH = 10 * 60_000;

/** What a cluster deployed of a repository when it was last asked. */
export interface Remembered {
  /** When that was, in milliseconds since 1970. */
  readonly at: number;
  readonly isFresh: boolean;
  readonly apps: readonly RememberedApp[];
}

export interface RememberedApp {
  readonly app: ControlledApp;
  /** Its root is all that it was: values that people gave it are not kept. */
  readonly isWhole: boolean;
}

export interface Memory {
  readonly recall: () => Remembered | null;
  /** `mayGrow`: what is new in git may be an app without being read by any of these. */
  readonly remember: (apps: readonly ControlledApp[], mayGrow: boolean) => void;
}

/** The apps of one repository in one cluster, by its own address: to know which it is takes no login. */
export function openMemory(
  connection: Connection,
  { top }: { readonly top: string },
  deps: Pick<Deps, 'env' | 'now'>,
): Memory {
  const store = openStore(deps, 'apps');
  const repository = createHash('sha256').update(`${VERSION}\n${top}`).digest('hex').slice(0, 16);
  const key = `${serverKey(connection)}-${repository}`;
  return {
    recall: () => {
      const { at, apps, mayGrow } = objectAt(store.read(key));
      if (typeof at !== 'number' || !isArray(apps)) return null;
      const age = deps.now() - at;
      return { at, isFresh: mayGrow === false && age >= 0 && age < FRESH, apps: apps.flatMap(appOf) };
    },
    remember: (apps, mayGrow) => store.write(key, { at: deps.now(), mayGrow, apps: apps.flatMap(keptOf) }),
  };
}

function keptOf({ id, deployer, object, root, revision }: ControlledApp): readonly Json[] {
  const kept = keptRoot(root);
  if (kept === null) return [];
  const { apiVersion, kind, metadata } = object;
  const named = { apiVersion, kind, name: metadata.name, namespace: metadata.namespace ?? null };
  const value: Json = JSON.parse(JSON.stringify({ id, deployer, ...named, revision, ...kept }));
  return [value];
}

function appOf(value: Json): readonly RememberedApp[] {
  const { id, deployer, apiVersion, kind, name, namespace, revision, root, isWhole } = objectAt(value);
  const isKnown = deployer === 'argocd' || deployer === 'flux';
  if (!isObject(value) || typeof id !== 'string' || !isKnown || !isRoot(root)) return [];
  const object = {
    apiVersion: stringOr(apiVersion, ''),
    kind: stringOr(kind, ''),
    metadata: { name: stringOr(name, ''), ...(typeof namespace === 'string' ? { namespace } : {}) },
  };
  const app: ControlledApp = {
    id,
    deployer,
    object,
    root,
    revision: stringOr(revision, null),
    destination: null,
    dependsOn: [],
    parent: null,
    warnings: [],
  };
  return [{ app, isWhole: isWhole === true }];
}

/** What can be judged of an app without asking: a root that is not all that it was is none that could be rendered. */
export function withoutAsking({ app, isWhole }: RememberedApp, where: string): ControlledApp {
  if (isWhole || app.root.kind === 'unrendered') return app;
  const root: Root = {
    kind: 'unrendered',
    path: app.root.path,
    unrendered: {
      code: 'VALUES_NOT_KEPT',
      message: `${app.root.path} is rendered with values that only ${where} has`,
      hint: 'push again when it can be reached, or judge it by hand then: kubectl gitops validate',
    },
  };
  return { ...app, root };
}
