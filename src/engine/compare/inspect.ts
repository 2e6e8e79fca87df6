import { readLive, type Wanted } from '../../cluster/live.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import { type Evaluation, evaluate, isClean } from '../../drift/evaluate.ts';
import { normalizeDesired } from '../../drift/normalize.ts';
import type { ManagerLists } from '../../drift/owners/managers.ts';
import { isOwned, type Mark } from '../../drift/owners/marks.ts';
import type { GitopsError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import type { Marks } from '../deployers/marks.ts';
import type { Decrypter } from '../encrypted/decrypter.ts';
import type { Resolved } from './resolve.ts';
import { type Cluster, type Item, itemKey, keyOf, withDesired } from '../types.ts';
import type { Verdicts } from './verdicts.ts';

/** What the cluster stores for what git declares. */
export interface Inspection {
  /** In sync as far as the local comparison proves it. */
  readonly clean: readonly Item[];
  readonly suspicious: readonly Suspicion[];
  readonly absent: readonly Item[];
  readonly failed: readonly { readonly item: Item; readonly error: GitopsError }[];
  /** Live objects that carry the mark of a deployment and that no manifest declares. */
  readonly strays: readonly Stray[];
  /** Marks of the declared objects that are live, by app. */
  readonly marks: ReadonlyMap<string, ReadonlyMap<string, { readonly mark: Mark; readonly count: number }>>;
}

export interface Suspicion {
  readonly item: Item;
  readonly live: KubeObject;
  readonly evaluation: Evaluation;
}

export interface Stray {
  readonly live: KubeObject;
  readonly mark: Mark;
}

/** Reads what git declares, page by page, and lets go of every object that is in sync: memory stays bounded. */
export async function inspect(
  cluster: Pick<Cluster, 'http'>,
  { items, ready }: Pick<Resolved, 'items' | 'ready'>,
  lists: ManagerLists,
  marked: Marks,
  { verdicts, decrypter }: { readonly verdicts: Verdicts; readonly decrypter: Decrypter },
  verify: boolean,
): Promise<Inspection> {
  const byKey = Map.groupBy(items, itemKey);
  const clean: Item[] = [];
  const suspicious: Suspicion[] = [];
  const failed: { item: Item; error: GitopsError }[] = [];
  const strays: Stray[] = [];
  const marks = new Map<string, Map<string, { mark: Mark; count: number }>>();
  const seen = new Set<string>();
  await readLive(cluster.http, wantedOf(items), {
    page: async (wanted, objects) => {
      for (const live of objects) {
        const key = keyOf(
          groupOf(wanted.resource.apiVersion),
          live.kind,
          namespaceOf(live),
          live.metadata.name,
        );
        const mark = await marked.withLabel(live);
        const claimed = claimant(byKey.get(key) ?? [], mark);
        if (claimed === undefined) {
          if (mark !== null && !isOwned(live)) strays.push({ live, mark });
          continue;
        }
        const item = await besides(claimed, live, decrypter);
        seen.add(key);
        if (mark !== null) countMark(marks, item.app.ref.name, mark);
        if (!verify && verdicts.isClean(item, live)) {
          clean.push(item);
          continue;
        }
        await ready;
        const evaluation = evaluate({ desired: item.desired, live, type: item.type }, mark, lists);
        if (isClean(evaluation)) verdicts.remember(item, live);
        if (isClean(evaluation) && !verify) clean.push(item);
        else suspicious.push({ item, live, evaluation });
      }
    },
    failed: (wanted, names, error) => {
      for (const name of names) {
        const key = keyOf(groupOf(wanted.resource.apiVersion), wanted.resource.kind, wanted.namespace, name);
        const [item] = byKey.get(key) ?? [];
        if (item === undefined || seen.has(key)) continue;
        seen.add(key);
        failed.push({ item, error });
      }
    },
  });
  const absent = [...byKey].flatMap(([key, [item]]) => (seen.has(key) || item === undefined ? [] : [item]));
  return { clean, suspicious, absent, failed, strays, marks };
}

/** Of what is encrypted in git only the keys are compared, unless it can be decrypted. */
async function besides(item: Item, live: KubeObject, { readable }: Decrypter): Promise<Item> {
  const { object } = item.manifest;
  if (!isEncrypted(object)) return item;
  return withDesired(item, normalizeDesired(await readable(object), namespaceOf(item.desired), live));
}

/** Of several apps that declare an object the one whose mark it carries answers for it, else the last, as when it is applied. */
function claimant(items: readonly Item[], mark: Mark | null): Item | undefined {
  return (
    items.find(({ app }) => app.controlled !== undefined && app.controlled.id === mark?.id) ?? items.at(-1)
  );
}

function countMark(
  marks: Map<string, Map<string, { mark: Mark; count: number }>>,
  app: string,
  mark: Mark,
): void {
  const ofApp = marks.get(app) ?? new Map<string, { mark: Mark; count: number }>();
  marks.set(app, ofApp);
  ofApp.set(mark.id, { mark, count: (ofApp.get(mark.id)?.count ?? 0) + 1 });
}

/** One entry for each resource and namespace. */
export function wantedOf(items: readonly Item[]): readonly Wanted[] {
  const wanted = new Map<
    string,
    { resource: Wanted['resource']; namespace: string | null; names: Set<string> }
  >();
  for (const { desired, resource } of items) {
    const namespace = namespaceOf(desired);
    const key = `${resource.apiVersion} ${resource.plural} ${namespace ?? ''}`;
    const entry = wanted.get(key) ?? { resource, namespace, names: new Set<string>() };
    wanted.set(key, entry);
    entry.names.add(desired.metadata.name);
  }
  return [...wanted.values()];
}
