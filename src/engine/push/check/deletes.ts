import { getOne } from '../../../cluster/live.ts';
import { GitopsError } from '../../../errors.ts';
import { namedBy } from '../../../guard/holder.ts';
import { mapLimit } from '../../../io.ts';
import { groupOf, type KubeObject, nameOf, namespaceOf } from '../../../object.ts';
import { leavesWords } from '../../../push/leaves.ts';
import type { Manifest } from '../../../render/types.ts';
import { openDeployers } from '../../deployers/facts.ts';
import { openMarks } from '../../deployers/marks.ts';
import { type Asking, isOfInstallation } from '../../deployers/types.ts';
import type { App, Cluster } from '../../types.ts';
import type { RootPush, Tell } from '../types.ts';
import { hangsOn } from './hangs-on.ts';
import type { WasAt } from './was-at.ts';

const ATONCE = 16;

export interface Leaving {
  readonly app: App;
  /** The root as base had it. */
  readonly was: App;
  readonly manifest: Manifest;
}

/** What leaves git with this push; what another of its roots declares from now on only moves. */
export function leavingOf(roots: readonly RootPush[]): readonly Leaving[] {
  const staying = new Set(
    roots.flatMap(({ app, after }) => after.map(({ object }) => identity(object, app))),
  );
  return roots.flatMap(({ app, was, changes }) =>
    changes.deleted
      .filter(({ object }) => !staying.has(identity(object, app)))
      .map((manifest) => ({ app, was: was ?? app, manifest })),
  );
}

function identity(object: KubeObject, { root }: App): string {
  const { apiVersion, kind, metadata } = object;
  const namespace = namespaceOf(object) ?? root.namespace ?? null;
  return JSON.stringify([groupOf(apiVersion), kind, namespace, metadata.name]);
}

/** What becomes of live objects that leave git, and what they take along. */
export async function checkDeletes(
  leaving: readonly Leaving[],
  wasAt: WasAt,
  cluster: Cluster & Pick<Asking, 'known' | 'settings'>,
  where: string,
  tell: Tell,
  now: () => number,
): Promise<void> {
  const factsOf = openDeployers(cluster, now);
  const marks = openMarks(cluster);
  await mapLimit(leaving, ATONCE, async (one) => {
    const { app, manifest } = one;
    const { apiVersion, kind, metadata } = manifest.object;
    const resource = cluster.discovery.find(apiVersion, kind);
    if (resource === undefined) return;
    const namespace = resource.namespaced
      ? (namespaceOf(manifest.object) ?? app.root.namespace ?? cluster.namespace)
      : null;
    const live = await getOne(cluster.http, resource, namespace, metadata.name).catch(unreadable);
    if (live === null) return;
    const mark = live === undefined ? null : await marks.of(live);
    const facts = mark === null ? null : await factsOf(namedBy(mark));
    const settings = facts !== null && isOfInstallation(mark, facts) ? facts.settings : null;
    const said = leavesWords(live ?? manifest.object, mark?.deployer ?? null, settings);
    const along = live === undefined ? null : await hangsOn(live, cluster);
    tell({
      code: 'DELETES_OBJECT',
      root: app.root.path,
      object: { ...nameOf(manifest.object), namespace },
      path: null,
      message: `it leaves git${where === '' ? '' : `, and lives in ${where}`}: ${said}${along === null ? '' : `; ${along}`}`,
      hint: null,
      source: await wasAt(one),
    });
  });
}

/** undefined: it may be there, we may not look. */
function unreadable(error: unknown): undefined {
  if (error instanceof GitopsError && error.code === 'FORBIDDEN') return undefined;
  throw error;
}
