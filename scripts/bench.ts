import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { delayProxy } from '../test/bench/delay-proxy.ts';
import { type Command, compareRuns, once } from '../test/bench/measure.ts';
import { deployment, deployments } from '../test/bench/objects.ts';
import { startCluster } from '../test/support/servers/cluster.ts';
import { compareApps } from './bench-apps.ts';
import { type PushBench, pushScenarios } from './bench-push.ts';

/**
 * kubectl gitops diff against kubectl diff --server-side on a real API server, as ratios within one run.
 * Usage: node scripts/bench.ts [--runs N] [NAME...]; NAME picks scenarios by how they begin.
 */
const root = dirname(import.meta.dirname);
const flag = process.argv.indexOf('--runs');
const runs = flag < 0 ? 3 : Number(process.argv[flag + 1]);
const names = process.argv
  .slice(2)
  .filter((word, index, all) => word !== '--runs' && all[index - 1] !== '--runs');

execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(root, 'scripts/build-binary.ts')], { stdio: 'ignore' });
const cluster = await startCluster();
const dir = mkdtempSync(join(tmpdir(), 'gitops-bench-'));
const cache = join(dir, 'cache');
/** Nothing known of clusters and manifests; what Node.js keeps of the program itself stays, as in any second run of it. */
const empty = () => {
  const own = join(cache, 'kubectl-gitops');
  const folders = existsSync(own) ? readdirSync(own).filter((name) => name !== 'compile') : [];
  for (const folder of folders) rmSync(join(own, folder), { recursive: true, force: true });
};
const kubeconfig = {
  KUBECONFIG: cluster.kubeconfig,
  XDG_CACHE_HOME: cache,
  XDG_STATE_HOME: join(dir, 'state'),
  HOME: dir,
};
const kubectl = (...args: readonly string[]) =>
  execFileSync(cluster.kubectl, args, {
    env: { ...process.env, ...kubeconfig },
    stdio: ['ignore', 'ignore', 'inherit'],
    maxBuffer: 1e9,
  });
const theirs = (args: readonly string[], env: Record<string, string> = kubeconfig): Command => ({
  file: cluster.kubectl,
  args: ['diff', '--server-side', '--force-conflicts', ...args],
  env: { ...env, HOME: join(dir, 'kubectl-home') },
});
const ours = (
  file: string,
  args: readonly string[],
  cold: boolean,
  env: Record<string, string> = kubeconfig,
): Command => ({ file, args: ['diff', ...args], env, ...(cold ? { before: empty } : {}) });
const binary = join(root, 'dist/bin/kubectl-gitops');
const plugin = join(root, 'plugin/kubectl-gitops');

function lay(namespace: string, count: number): string {
  const file = join(dir, `${namespace}.yaml`);
  writeFileSync(file, deployments(count, namespace));
  kubectl('create', 'namespace', namespace);
  return file;
}

async function report(name: string, wanted: string, a: Command, b: Command, times = runs): Promise<void> {
  const { theirs: left, ours: right, ratio, megabytes } = await compareRuns(a, b, times);
  process.stdout.write(
    `${name.padEnd(44)} ${left.toFixed(2).padStart(7)}s ${right.toFixed(3).padStart(8)}s ${`${ratio.toFixed(1)}x`.padStart(8)}  ${wanted.padStart(6)}  ${Math.round(megabytes)} MB\n`,
  );
}

const bench: PushBench = {
  cluster,
  dir,
  env: kubeconfig,
  programs: [
    ['binary', binary],
    ['Node.js', plugin],
  ],
  empty,
  kubectl,
  report,
};

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  sync: async () => {
    const file = lay('sync', 1000);
    kubectl('apply', '--server-side', '-f', file);
    await report(
      '1,000 in sync, cold, binary',
      '20x',
      theirs(['-f', file]),
      ours(binary, ['-f', file], true),
    );
    await report(
      '1,000 in sync, cold, Node.js',
      '12x',
      theirs(['-f', file]),
      ours(plugin, ['-f', file], true),
    );
    await report(
      '1,000 in sync, warm, binary',
      '40x',
      theirs(['-f', file]),
      ours(binary, ['-f', file], false),
    );
    const files = join(dir, 'files');
    mkdirSync(files);
    for (let index = 0; index < 1000; index++)
      writeFileSync(join(files, `${index}.yaml`), deployment(index, 'sync'));
    await report(
      '1,000 files, kubectl --concurrency=16',
      '10x',
      theirs(['--concurrency=16', '-f', files]),
      ours(binary, ['-f', files], true),
    );
    const server = new URL(cluster.server);
    const proxy = await delayProxy(server, 40);
    const far = join(dir, 'far.kubeconfig');
    writeFileSync(
      far,
      readFileSync(cluster.kubeconfig, 'utf8').replaceAll(`:${server.port}`, `:${proxy.port}`),
    );
    const env = { ...kubeconfig, KUBECONFIG: far };
    await report(
      '1,000 in sync, 40 ms away, cold, binary',
      '100x',
      theirs(['-f', file], env),
      ours(binary, ['-f', file], true, env),
      1,
    );
    proxy.close();
  },
  drifted: async () => {
    const file = lay('drifted', 1000);
    kubectl('apply', '--server-side', '-f', file);
    for (let index = 0; index < 10; index++)
      kubectl('-n', 'drifted', 'set', 'resources', `deployment/app-${index}`, '--limits=memory=1Gi');
    await report('1 % drifted, cold, binary', '15x', theirs(['-f', file]), ours(binary, ['-f', file], true));
  },
  client: async () => {
    const file = lay('client', 1000);
    kubectl('apply', '-f', file);
    await report(
      '1,000 applied client-side, cold, binary',
      '15x',
      theirs(['-f', file]),
      ours(binary, ['-f', file], true),
    );
  },
  helm: async () => {
    const file = lay('helm', 1000);
    kubectl('create', '--field-manager=helm', '-f', file);
    await report(
      '1,000 helm-style, cold, binary',
      '6x',
      theirs(['-f', file]),
      ours(binary, ['-f', file], true),
    );
    await report(
      '1,000 helm-style, warm, binary',
      '40x',
      theirs(['-f', file]),
      ours(binary, ['-f', file], false),
    );
  },
  guard: async () => {
    const file = lay('guard', 1000);
    kubectl('apply', '--server-side', '-f', file);
    const repo = join(dir, 'repo');
    mkdirSync(repo);
    renameSync(file, join(repo, 'guard.yaml'));
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: repo,
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    execFileSync(plugin, ['diff'], { cwd: repo, env: { ...process.env, ...kubeconfig }, stdio: 'ignore' });
    // where nobody's repository is looked at
    process.chdir(dir);
    const get = { file: cluster.kubectl, args: ['get', 'deployment/app-1', '-n', 'guard'], env: kubeconfig };
    for (const [name, program] of [
      ['binary', binary],
      ['Node.js', plugin],
    ] as const) {
      const words = ['guard', 'check', '--', 'scale', 'deployment/app-1', '--replicas=9', '-n', 'guard'];
      await report(
        `guard: a scale refused, ${name}`,
        '0.25s',
        get,
        { file: program, args: words, env: kubeconfig },
        10,
      );
    }
    const shim = join(root, 'plugin/shim/kubectl');
    const env = { ...kubeconfig, KUBECTL_GITOPS_KUBECTL: cluster.kubectl };
    await report('shim: kubectl get', '5ms', get, { ...get, file: shim, env }, 30);
  },
  ...pushScenarios(bench),
  apps: () => compareApps({ ...bench, runs }),
  many: async () => {
    const file = lay('many', 10_000);
    kubectl('apply', '--server-side', '-f', file);
    for (const [name, program] of [
      ['binary', binary],
      ['Node.js', plugin],
    ] as const) {
      const { seconds, megabytes, code } = await once(ours(program, ['-f', file], true));
      process.stdout.write(
        `10,000 in sync, cold, ${name}: ${seconds.toFixed(2)}s, ${Math.round(megabytes)} MB (at most 300), exit ${code}\n`,
      );
    }
  },
};

process.stdout.write(`${''.padEnd(44)} kubectl   gitops    ratio  wanted  memory\n`);
try {
  for (const [name, run] of Object.entries(scenarios))
    if (names.length === 0 || names.some((one) => name.startsWith(one))) await run();
} finally {
  await cluster.stop();
  rmSync(dir, { recursive: true, force: true });
}
