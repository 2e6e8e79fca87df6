import type { Deps } from '../../deps.ts';
import type { Evaluation } from '../../drift/evaluate.ts';
import type { Entry } from '../../drift/fields.ts';
import { normalizeDesired } from '../../drift/normalize.ts';
import { type Base, explains } from '../../drift/three-way.ts';
import { valueAt } from '../../drift/values.ts';
import { type Commit, history } from '../../git/history.ts';
import type { Repository } from '../../git/repository.ts';
import { groupOf, type Json, type KubeObject, namespaceOf, sameJson } from '../../object.ts';
import type { Path } from '../../path.ts';
import { runsCommand } from '../../render/sources.ts';
import type { Manifest, Root, Target } from '../../render/types.ts';
import type { Decrypter } from '../encrypted/decrypter.ts';
import { type App, type Item, keyOf } from '../types.ts';
import { openPast, type Past } from './past.ts';

/** Where an object stood when it was last deployed, as far as history tells. */
export interface Inferred extends Base {
  readonly object: KubeObject;
  readonly manifest: Manifest;
  readonly commit: Commit;
}

type Owners = Pick<Evaluation, 'deployer' | 'entries'>;

/** Looks for the deployed state of single objects in a root's history, newest commit first. */
export interface Bases {
  readonly baseOf: (item: Item, live: KubeObject, owners: Owners) => Promise<Inferred | null>;
  /** Whether an earlier commit of the root declared exactly this value: then git moved on, nobody touched live. */
  readonly declaredBefore: (item: Item, path: Path, live: Json) => Promise<boolean>;
  /** Whether the deployed revision declares an object; null: that revision is not known. */
  readonly deployedDeclares: (app: App, manifest: Manifest) => Promise<boolean | null>;
}

const COMMITS = 50;
/** A command may take as long as it likes, and nothing of it is kept: no push and no diff waits for fifty of them. */
const COMMITS_BY_COMMAND = 5;

/** `deployed`: the commit that an app's deployer says it brought, which then needs no inference. `inputs`: what a root reads, for `git log`. `readable`: what is encrypted, with its values if they can be had. Commits whose root does not render tell nothing and are passed over. */
export function openBases(
  repository: Repository,
  inputs: (root: Root) => Promise<readonly string[]>,
  deployed: (app: App) => Commit | null,
  target: Target,
  readable: Decrypter['readable'],
  deps: Deps,
): Bases {
  const roots = new Map<string, Promise<RootHistory>>();
  const pastOf = openPast(repository, target, deps);
  const historyOf = (app: App) => {
    const found = roots.get(app.root.path) ?? openRootHistory(repository, app.root, inputs, pastOf(app.root));
    roots.set(app.root.path, found);
    return found;
  };
  return {
    baseOf: async (item, live, owners) => {
      const past = await historyOf(item.app);
      const known = deployed(item.app);
      const brought = known === null ? undefined : (await past.at(known)).get(keyOfItem(item));
      const normal = async ({ object }: Manifest) =>
        normalizeDesired(await readable(object), namespaceOf(item.desired), live);
      if (known !== null && brought !== undefined)
        return { object: await normal(brought), manifest: brought, commit: known };
      let near: Inferred | null = null;
      for (const commit of past.commits) {
        const manifest = (await past.at(commit)).get(keyOfItem(item));
        if (manifest === undefined) continue;
        const object = await normal(manifest);
        const fits = explains(object, live, owners, item.type);
        if (fits === 'exact') return { object, manifest, commit };
        if (fits !== 'nearly') continue;
        // applied after this commit was made: what live lacks was there, and somebody took it away
        if (appliedAfter(owners.deployer, commit)) return { object, manifest, commit };
        near ??= { object, manifest, commit };
      }
      return near;
    },
    declaredBefore: async (item, path, live) => {
      const past = await historyOf(item.app);
      for (const commit of past.commits) {
        const manifest = (await past.at(commit)).get(keyOfItem(item));
        const value =
          manifest === undefined ? undefined : valueAt(await readable(manifest.object), path, item.type);
        if (value !== undefined && sameJson(value, live)) return true;
      }
      return false;
    },
    deployedDeclares: async (app, manifest) => {
      const known = deployed(app);
      if (known === null) return null;
      return (await (await historyOf(app)).at(known)).has(keyOfManifest(manifest.object, app.root));
    },
  };
}

interface RootHistory {
  readonly commits: readonly Commit[];
  readonly at: (commit: Commit) => Promise<ReadonlyMap<string, Manifest>>;
}

async function openRootHistory(
  repository: Repository,
  root: Root,
  inputs: (root: Root) => Promise<readonly string[]>,
  past: Past,
): Promise<RootHistory> {
  const most = runsCommand(root) ? COMMITS_BY_COMMAND : COMMITS;
  const { commits } = await history(repository, await inputs(root), most);
  const renderAt = async ({ oid }: Commit) => {
    const manifests = await past(oid);
    return new Map(manifests.map((manifest) => [keyOfManifest(manifest.object, root), manifest]));
  };
  const done = new Map<string, Promise<ReadonlyMap<string, Manifest>>>();
  return {
    commits,
    at: (commit) => {
      const found = done.get(commit.oid) ?? renderAt(commit);
      done.set(commit.oid, found);
      return found;
    },
  };
}

/** Without the namespace where a manifest declares none: the item's own fills in. */
function keyOfManifest(object: KubeObject, root: Root): string {
  return keyOf(
    groupOf(object.apiVersion),
    object.kind,
    namespaceOf(object) ?? root.namespace ?? null,
    object.metadata.name,
  );
}

function keyOfItem({ manifest, app }: Item): string {
  return keyOfManifest(manifest.object, app.root);
}

function appliedAfter(deployer: readonly Entry[], commit: Commit): boolean {
  return deployer.some(({ time }) => time !== null && Date.parse(time) > Date.parse(commit.time));
}
