import type { PrePushSettings } from '../../config/settings.ts';
import type { Deps } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import { resolveRevision } from '../../git/history.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import { treeAt } from '../../git/trees.ts';
import type { Problem, PushReport, PushRoot } from '../../push/types.ts';
import { type Standing, severityOf, verdictOf } from '../../push/rules.ts';
import type { Manifest } from '../../render/types.ts';
import { type Desired, helmTarget, withDesired } from '../desired.ts';
import type { Query, Say } from '../query.ts';
import { renderApps } from '../render.ts';
import type { Cluster } from '../types.ts';
import { type ChangesOf, changesOf, checkObjects, codeOf } from './objects.ts';
import type { Found } from '../../push/types.ts';

/** Which commits are judged; without base: what the upstream branch lacks. */
export interface Range {
  readonly base: string | undefined;
  readonly head: string | undefined;
}

const DEFAULTS: PrePushSettings = { timeout: 30_000, unreachable: 'warn', rules: new Map() };

/** Judges what lies between two commits against the cluster of one environment. Reads commits, never the work tree. */
export async function judgeRange(range: Range, query: Query, deps: Deps, say: Say): Promise<PushReport> {
  const began = performance.now();
  const repository = await openRepository(deps);
  if (repository === null) {
    throw new UsageError('NO_REPOSITORY', 'this is no git repository: there are no commits to validate', {
      hint: 'change into the repository, or compare the files as they are: kubectl gitops diff',
    });
  }
  const head = await resolveRevision(repository, range.head ?? 'HEAD');
  const base = await baseOf(repository, range.base, head);
  return withDesired({ ...query, revision: head }, deps, say, async (desired, cluster) => {
    const before = await renderedAt(base, desired, cluster, repository, deps);
    const changes = changesOf(before.manifests, desired.rendered.apps);
    const found = [
      ...desired.rendered.problems
        .filter(({ message }) => !before.broken.has(message))
        .map(
          (error): Found => ({
            code: codeOf(error) === 'UNREACHABLE' ? 'UNREACHABLE' : 'RENDER_FAILED',
            root: null,
            object: null,
            path: null,
            message: [error.message, ...error.facts].join('\n'),
            hint: error.hint ?? null,
            source: null,
          }),
        ),
      ...(await checkObjects(desired, changes, cluster, query, deps, say)),
    ];
    const standing: Standing = { deploys: true, mode: null };
    const settings = desired.config?.prePush ?? DEFAULTS;
    const problems = found.flatMap((one): readonly Problem[] => {
      const severity = severityOf(one.code, settings, standing);
      return severity === null ? [] : [{ severity, ...one }];
    });
    return {
      verdict: verdictOf(problems),
      refs: [{ remoteRef: repository.branch ?? 'HEAD', base, head, environments: [] }],
      roots: rootsOf(changes, problems),
      problems,
      elapsedMs: Math.round(performance.now() - began),
    };
  });
}

/** null: everything is new. */
async function baseOf(
  repository: Repository,
  asked: string | undefined,
  head: string,
): Promise<string | null> {
  if (asked !== undefined) return resolveRevision(repository, asked);
  if (repository.upstream === null) return null;
  const found = await repository.git(['merge-base', repository.upstream, head]);
  return found.code === 0 ? found.stdout.trim() : null;
}

interface Before {
  readonly manifests: ReadonlyMap<string, readonly Manifest[]>;
  /** What could not be rendered then either is no fault of this push. */
  readonly broken: ReadonlySet<string>;
}

async function renderedAt(
  base: string | null,
  { rendered }: Desired,
  cluster: Cluster,
  repository: Repository,
  deps: Deps,
): Promise<Before> {
  if (base === null) return { manifests: new Map(), broken: new Set() };
  await using tree = await treeAt(repository, base, deps);
  const apps = rendered.apps.map(({ app }) => app);
  const then = await renderApps(apps, tree, async () => helmTarget(cluster), deps);
  return {
    manifests: new Map(then.apps.map(({ app, manifests }) => [app.root.path, manifests])),
    broken: new Set(then.problems.map(({ message }) => message)),
  };
}

function rootsOf(changes: ChangesOf, problems: readonly Problem[]): readonly PushRoot[] {
  return [...changes]
    .filter(([, { created, changed, deleted }]) => created.length + changed.length + deleted.length > 0)
    .map(([{ root }, { created, changed, deleted, same }]) => ({
      root: root.path,
      environment: null,
      status: problems.some((one) => one.root === root.path && one.severity === 'error')
        ? 'invalid'
        : 'valid',
      objects: created.length + changed.length + same,
      changed: changed.length,
      created: created.length,
      deleted: deleted.length,
    }));
}
