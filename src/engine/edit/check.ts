import { dryRunApply } from '../../cluster/dry-run.ts';
import { getOne } from '../../cluster/live.ts';
import type { Deps } from '../../deps.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import { entriesOf } from '../../drift/fields.ts';
import { deployerEntries } from '../../drift/owners/managers.ts';
import { EXIT, GitopsError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { describe, nameOf, namespaceOf, sameJson } from '../../object.ts';
import { locatorFor, renderRoot } from '../../render/render.ts';
import type { Tree } from '../../render/types.ts';
import { unknownFields } from '../../render/unknown-field.ts';
import { openMarks } from '../deployers/marks.ts';
import { helmTarget } from '../desired.ts';
import type { Query } from '../query.ts';
import { resolveAll } from '../compare/resolve-all.ts';
import { type App, type Cluster, type Item, itemKey } from '../types.ts';

/** What the edited file renders to, and what is wrong with it. */
export interface Checked {
  readonly items: readonly Item[];
  /** For the top of the buffer: one line each. */
  readonly errors: readonly string[];
  /** Why the server was not asked, or not about everything. */
  readonly unasked: readonly GitopsError[];
}

/** Renders the app with the new file and asks the server about every object that it changes. */
export async function check(
  app: App,
  tree: Tree,
  before: readonly Item[],
  cluster: Cluster,
  query: Query,
  deps: Deps,
): Promise<Checked> {
  const rendered = await rendering(app, tree, cluster, deps);
  if (rendered instanceof GitopsError) return { items: [], errors: linesOf(rendered), unasked: [] };
  const broken = rendered.problems.flatMap(linesOf);
  const all = { app, manifests: rendered.manifests, perDeploy: [], digest: undefined };
  const { items, ready } = resolveAll([all], cluster, { roots: [], apps: [], objects: [] }, query);
  await ready;
  if (broken.length > 0) return { items, errors: broken, unasked: [] };
  const known = new Map(before.map((item) => [itemKey(item), item]));
  const changed = items.filter(
    (item) =>
      !isEncrypted(item.manifest.object) && !sameJson(item.desired, known.get(itemKey(item))?.desired),
  );
  const locate = await locatorFor(app.root, tree);
  const marks = openMarks(cluster);
  const answers = await mapLimit(changed, 16, async (item) => {
    const { desired, resource, manifest, type } = item;
    const namespace = resource.namespaced ? namespaceOf(desired) : null;
    const live = await getOne(cluster.http, resource, namespace, desired.metadata.name).catch(() => null);
    const mark = live === null ? null : await marks.of(live);
    const [deployer] =
      live === null ? [] : deployerEntries(desired, entriesOf(live), type, mark?.manager ?? null);
    const answer = await dryRunApply(cluster.http, resource, desired, deployer?.manager ?? 'kubectl-gitops');
    if (!('error' in answer)) return { errors: [], unasked: [] };
    const { error } = answer;
    if (error.exitCode === EXIT.cluster) return { errors: [], unasked: [error] };
    const fields =
      error.code === 'UNKNOWN_FIELD' ? await unknownFields(error.message, manifest, type, locate) : [];
    const name = describe(nameOf(desired));
    return {
      errors: [
        `${name}: ${error.message} (${error.code})`,
        ...fields.map(({ fact, hint }) => `${fact} ${hint}`),
      ],
      unasked: [],
    };
  });
  return {
    items,
    errors: answers.flatMap(({ errors }) => errors),
    unasked: answers.flatMap(({ unasked }) => unasked),
  };
}

async function rendering({ root }: App, tree: Tree, cluster: Cluster, deps: Deps) {
  try {
    return await renderRoot(root, tree, helmTarget(cluster), deps);
  } catch (error) {
    if (error instanceof GitopsError && error.exitCode !== EXIT.cancelled) return error;
    throw error;
  }
}

function linesOf({ message, code, facts, hint }: GitopsError): readonly string[] {
  const lines = [`${message} (${code})`, ...facts, ...(hint === undefined ? [] : [`hint: ${hint}`])];
  return lines.flatMap((line) => line.split('\n'));
}
