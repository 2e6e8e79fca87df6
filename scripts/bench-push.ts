import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Command } from '../test/bench/measure.ts';
import { deployment } from '../test/bench/objects.ts';
import { overlays, type PushRepository, pushRepository } from '../test/bench/push-repository.ts';
import type { Cluster } from '../test/support/servers/cluster.ts';
import { replayPushes } from './bench-history.ts';

/** What the scenarios of pushes stand on. */
export interface PushBench {
  readonly cluster: Cluster;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly programs: readonly (readonly [name: string, file: string])[];
  /** Empties our caches. */
  readonly empty: () => void;
  readonly kubectl: (...args: readonly string[]) => void;
  readonly report: (
    name: string,
    wanted: string,
    theirs: Command,
    ours: Command,
    times?: number,
  ) => Promise<void>;
}

const CONTEXT = 'kubectl-gitops-test';
const root = new URL('..', import.meta.url).pathname;

/** Pushes, each beside what the same would take by hand. */
export function pushScenarios(bench: PushBench): Readonly<Record<string, () => Promise<void>>> {
  const { cluster, dir, env, programs, empty, kubectl, report } = bench;
  const hook = (file: string, { dir: cwd, remote, lines }: PushRepository, cold: boolean): Command => ({
    file,
    args: ['hook', 'pre-push', 'origin', remote],
    env,
    cwd,
    input: lines(),
    ...(cold ? { before: empty } : {}),
  });
  const eachRoot = ({ dir: cwd }: PushRepository, roots: readonly string[]): Command => ({
    file: process.execPath,
    args: [join(root, 'test/bench/each-root.ts'), cluster.kubectl, 'apply', ...roots],
    env,
    cwd,
  });
  return {
    push: async () => {
      kubectl('create', 'namespace', 'push');
      const repo = pushRepository(join(dir, 'push'), overlays(500, 'push', CONTEXT));
      for (let index = 0; index < 50; index++)
        kubectl('apply', '--server-side', '-k', join(repo.dir, `overlays/o${index}`));
      repo.write('README.md', 'a bigger shop\n');
      repo.commit();
      for (const [name, file] of programs) {
        const help = { file, args: ['--help'], env };
        await report(`push of a README, 500 roots, cold, ${name}`, '0.67x', help, hook(file, repo, true), 10);
        await report(
          `push of a README, 500 roots, warm, ${name}`,
          '0.67x',
          help,
          hook(file, repo, false),
          10,
        );
      }
      repo.git('push', '--quiet');
      repo.write(
        'overlays/o7/extra.yaml',
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {n: "8"}\n',
      );
      repo.commit();
      const one = eachRoot(repo, ['overlays/o7']);
      for (const [name, file] of programs) {
        await report(`push to 1 of 500 roots, cold, ${name}`, '', one, hook(file, repo, true));
        await report(`push to 1 of 500 roots, warm, ${name}`, '', one, hook(file, repo, false));
      }
      repo.git('push', '--quiet');
      repo.write('bases/b0/web.yaml', deployment(0, 'push', '512Mi').replaceAll('app-0', 'web'));
      repo.commit();
      const fifty = eachRoot(
        repo,
        Array.from({ length: 50 }, (_, index) => `overlays/o${index}`),
      );
      for (const [name, file] of programs) {
        await report(`push to a base under 50 overlays, cold, ${name}`, '', fifty, hook(file, repo, true));
        await report(`push to a base under 50 overlays, warm, ${name}`, '', fifty, hook(file, repo, false));
      }
    },
    history: () => replayPushes(bench, hook, CONTEXT, 'history', true),
    undeployed: () => replayPushes(bench, hook, CONTEXT, 'undeployed', false),
    requests: async () => {
      kubectl('create', 'namespace', 'requests');
      const file = (memory: string) =>
        Array.from({ length: 200 }, (_, index) => deployment(index, 'requests', memory)).join('---\n');
      const repo = pushRepository(
        join(dir, 'requests'),
        new Map([
          ['apps/web.yaml', file('256Mi')],
          [
            '.gitops.yaml',
            `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: prod, context: ${CONTEXT}, apps: [{root: apps}]}\n`,
          ],
        ]),
      );
      kubectl('apply', '--server-side', '--field-manager=kubectl-gitops', '-f', join(repo.dir, 'apps'));
      repo.write('apps/web.yaml', file('512Mi'));
      repo.commit();
      const objects = join(dir, 'objects.json');
      writeFileSync(objects, JSON.stringify(parseAllDocuments(file('512Mi')).map((one) => one.toJS())));
      const kubeconfig = join(dir, 'kubeconfig.json');
      writeFileSync(kubeconfig, JSON.stringify(parse(readFileSync(cluster.kubeconfig, 'utf8'))), {
        mode: 0o600,
      });
      const bare = {
        file: process.execPath,
        args: [join(root, 'test/bench/bare-requests.ts'), kubeconfig, 'requests', objects],
        env,
      };
      const pushed = `refs/heads/main ${repo.git('rev-parse', 'HEAD~1').trim()} refs/heads/main ${'0'.repeat(40)}\n`;
      for (const [name, program] of programs) {
        const cold = hook(program, repo, true);
        await report(`200 changed objects, cold, ${name}`, '0.77x', bare, cold, 7);
        // what was pushed before is known, as from the second push on; nothing is of what is pushed now
        const before = () => {
          empty();
          execFileSync(program, cold.args, {
            cwd: repo.dir,
            env: { ...process.env, ...env },
            input: pushed,
            stdio: ['pipe', 'ignore', 'ignore'],
          });
        };
        await report(`200 changed objects, the next push, ${name}`, '0.77x', bare, { ...cold, before }, 7);
      }
    },
  };
}
