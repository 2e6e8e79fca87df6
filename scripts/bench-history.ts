import { join } from 'node:path';
import { type Command, once, quantile } from '../test/bench/measure.ts';
import { overlays, type PushRepository, pushRepository } from '../test/bench/push-repository.ts';
import type { PushBench } from './bench-push.ts';

/** How many roots each of 60 commits touches, as in the histories of GitOps repositories: mostly 1 or 2, seldom 19. */
const HISTORY = [
  ...Array.from({ length: 30 }, () => 1),
  ...Array.from({ length: 16 }, () => 2),
  ...[3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 8, 10, 12, 19],
];

/** Sixty pushes, one after the other; `deployed`: each is in the cluster before the next one, as it is with a deployer. */
export async function replayPushes(
  { dir, programs, kubectl }: PushBench,
  hook: (program: string, repository: PushRepository, cold: boolean) => Command,
  context: string,
  namespace: string,
  deployed: boolean,
): Promise<void> {
  kubectl('create', 'namespace', namespace);
  const repo = pushRepository(join(dir, namespace), overlays(500, namespace, context));
  const deploy = (roots: readonly string[]) => {
    for (const one of roots) kubectl('apply', '--server-side', '-k', join(repo.dir, one));
  };
  deploy(Array.from({ length: 50 }, (_, index) => `overlays/o${index}`));
  const times = new Map<string, number[]>();
  for (const [commit, count] of HISTORY.entries()) {
    const roots = Array.from({ length: count }, (_, index) => `overlays/o${(commit * 7 + index) % 50}`);
    for (const one of roots)
      repo.write(
        `${one}/extra.yaml`,
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {n: "c${commit}"}\n`,
      );
    repo.commit();
    for (const [name, file] of programs)
      for (const how of ['cold', 'warm']) {
        const { seconds, code } = await once(hook(file, repo, how === 'cold'));
        if (code !== 0) throw new Error(`commit ${commit} of the history was stopped: exit ${code}`);
        const key = `${how}, ${name}`;
        times.set(key, [...(times.get(key) ?? []), seconds]);
      }
    repo.git('push', '--quiet');
    if (deployed) deploy(roots);
  }
  for (const [key, all] of times) {
    const [middle, p95, most] = [0.5, 0.95, 1].map((share) => `${quantile(all, share).toFixed(2)}s`);
    process.stdout.write(`60 pushes, ${namespace}, ${key}: median ${middle}, p95 ${p95}, most ${most}\n`);
  }
}
