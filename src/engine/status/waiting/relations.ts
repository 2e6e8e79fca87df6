import type { Deps } from '../../../deps.ts';
import { hasObject } from '../../../git/history.ts';
import { runGit } from '../../../git/process.ts';
import type { Repository } from '../../../git/repository.ts';
import type { Relation } from '../../../status/waiting/types.ts';
import { commitIn } from '../../deployers/revision.ts';
import type { Revisions } from '../revisions.ts';

/** Where commits of deployers stand beside the one that is waited for. */
export interface Relations {
  /** Of several sources' revisions those count that are commits of this repository; of these the furthest behind. */
  readonly of: (revisions: readonly string[]) => Promise<Relation>;
  /** The first that is a commit of this repository; null: none. */
  readonly commit: (revisions: readonly string[]) => Promise<string | null>;
}

const ORDER: readonly Relation[] = ['other', 'older', 'contains', 'unfetched', 'none'];
/** Milliseconds between two looks at the remote, and how long one may take. */
const [BETWEEN, PATIENCE] = [10_000, 20_000];

/** Fetches, without touching a ref, when a deployer tells of a commit that is not here: somebody pushed meanwhile. */
export function openRelations(
  repository: Repository,
  revisions: Revisions,
  wanted: string,
  deps: Deps,
): Relations {
  let fetched = Number.NEGATIVE_INFINITY;
  const fetchSome = async () => {
    if (performance.now() - fetched < BETWEEN) return;
    fetched = performance.now();
    await fetchQuietly(repository, deps);
  };
  const here = new Set<string>();
  const isHere = async (oid: string) => {
    if (!here.has(oid) && (await hasObject(repository, oid))) here.add(oid);
    return here.has(oid);
  };
  const relationOf = async (oid: string): Promise<Relation> => {
    if (!(await isHere(oid))) await fetchSome();
    if (!(await isHere(oid))) return 'unfetched';
    if (oid === wanted || (await revisions.contains(oid, wanted))) return 'contains';
    return (await revisions.contains(wanted, oid)) ? 'older' : 'other';
  };
  const commitsOf = (all: readonly string[]) => all.flatMap((one) => commitIn(one) ?? []);
  return {
    of: async (all) => {
      const relations = await Promise.all(commitsOf(all).map(relationOf));
      return ORDER.find((one) => relations.includes(one)) ?? 'none';
    },
    commit: async (all) => {
      for (const oid of commitsOf(all)) if (await isHere(oid)) return oid;
      return null;
    },
  };
}

/** What cannot be fetched stays unknown: that is said of the commit then. */
async function fetchQuietly({ upstream, top, env, git }: Repository, deps: Deps): Promise<void> {
  const [, remote, branch] = /^refs\/remotes\/([^/]+)\/(.+)$/.exec(upstream ?? '') ?? [];
  const known = (await git(['remote'])).stdout.split('\n').filter((name) => name !== '');
  const from = remote ?? (known.includes('origin') ? 'origin' : known[0]);
  if (from === undefined) return;
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--refmap='];
  await runGit({ ...deps, cwd: top }, ['fetch', ...options, '--', from, branch ?? 'HEAD'], {
    env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes' },
    timeout: PATIENCE,
  });
}
