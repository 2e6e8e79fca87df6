import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTool } from '../test/support/programs/build.ts';
import { cacheFolder } from '../test/support/cache.ts';
import { checkPrerequisites } from '../test/support/programs/prerequisites.ts';
import { startBackground, stopBackground } from './background-cluster.ts';
import { playChapter } from './demo/chapter.ts';
import { playPushes } from './demo/push.ts';
import { layShop, scriptedEditor } from './demo/shop.ts';

/**
 * `npm run demo`: a shop in git, a real cluster, a night shift, and what `kubectl gitops` says and does about it. With
 * `--argocd` or `--flux` a real controller deploys the shop.
 */
const root = dirname(import.meta.dirname);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: 'string', default: 'demo' },
    argocd: { type: 'boolean', default: false },
    flux: { type: 'boolean', default: false },
  },
});
const name = values.name;
const dir = join(cacheFolder(), 'demos', name);

if (positionals[0] === 'stop') {
  await stopBackground(name);
  rmSync(dir, { recursive: true, force: true });
  process.stdout.write('The demo is stopped.\n');
} else {
  await checkPrerequisites();
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'ignore' });
  if (values.argocd) process.exitCode = await playChapter('argocd', `${dir}-argocd`);
  if (values.flux) process.exitCode = await playChapter('flux', `${dir}-flux`);
  if (!values.argocd && !values.flux) process.exitCode = await play();
}

async function play(): Promise<number> {
  const helm = await buildTool('helm3');
  const { kubectl, kubeconfig } = await startBackground(name);
  const work = layShop(join(root, 'demo/shop'), dir);
  const path = [join(root, 'plugin'), dirname(kubectl), dirname(helm), process.env.PATH ?? ''].join(
    delimiter,
  );
  const env = {
    ...process.env,
    XDG_STATE_HOME: join(dir, 'state'),
    KUBECONFIG: kubeconfig,
    PATH: path,
    KUBE_EDITOR: scriptedEditor(dir, 'memory: 256Mi', 'memory: 1Gi'),
  };
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: work, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const told = (command: string, ...args: readonly string[]) => {
    process.stdout.write(
      `  $ ${[command, ...args].map((word) => (/[\s{}"]/.test(word) ? `'${word}'` : word)).join(' ')}\n`,
    );
    run(command, ...args);
  };

  process.stdout.write('\nA team keeps its shop in git and applies it to a cluster:\n');
  spawnSync('kubectl', ['delete', 'namespace', 'shop', '--ignore-not-found'], { env, stdio: 'ignore' });
  told('kubectl', 'create', 'namespace', 'shop');
  told('kubectl', 'apply', '--server-side', '-k', 'apps/web/overlays/prod');
  told('helm', 'upgrade', '--install', 'api', 'charts/api', '-n', 'shop', '-f', 'values/prod.yaml');
  told('kubectl', 'apply', '-n', 'shop', '-f', 'redis');
  const before = spawnSync('kubectl', ['gitops', 'diff'], { cwd: work, env, encoding: 'utf8' });
  process.stdout.write(`  $ kubectl gitops diff\n${before.stdout}${before.stderr}`);

  process.stdout.write(
    '\n3 a.m.: pods run out of memory. Somebody mends it by hand, and goes back to bed:\n',
  );
  told('kubectl', 'edit', 'deployment/web', '-n', 'shop');
  told('kubectl', 'scale', 'statefulset/redis', '-n', 'shop', '--replicas=3');
  told(
    'kubectl',
    'patch',
    'deployment/api',
    '-n',
    'shop',
    '-p',
    '{"spec":{"template":{"spec":{"containers":[{"name":"api","env":[{"name":"DEBUG","value":"1"}]}]}}}}',
  );

  process.stdout.write('\nThe next morning, in the repository:\n  $ kubectl gitops diff\n');
  const after = spawnSync('kubectl', ['gitops', 'diff'], { cwd: work, env, encoding: 'utf8' });
  process.stdout.write(`${after.stdout}${after.stderr}`);
  process.stdout.write('\nFrom now on plain kubectl asks first (kubectl gitops guard install):\n');
  const guarded = { ...env, PATH: `${join(root, 'plugin/shim')}${delimiter}${path}` };
  const refused = show('kubectl', ['edit', 'deployment/web', '-n', 'shop'], guarded);
  process.stdout.write('\nThe same change where it stays, in git:\n');
  const inGit = show('kubectl', ['gitops', 'edit', 'deployment/web', '-n', 'shop', '--in-git'], env);

  process.stdout.write('\nAnd a push asks the cluster first (kubectl gitops hook install):\n');
  const pushes = playPushes(work, (command, ...args) => show(command, args, env));

  process.stdout.write(`
The cluster is still up. To try more:
  export KUBECONFIG=${kubeconfig}
  export PATH=${[join(root, 'plugin'), dirname(kubectl), dirname(helm)].join(delimiter)}:$PATH
  cd ${work}
  kubectl gitops diff -o diff          # as a patch
  kubectl gitops diff deployment/web -o json
End it with: npm run demo -- stop${name === 'demo' ? '' : ` --name ${name}`}
`);
  return expected([before.status, after.status, refused, inGit, ...pushes], after.stdout);

  function show(command: string, args: readonly string[], as: NodeJS.ProcessEnv): number | null {
    process.stdout.write(`  $ ${[command, ...args].join(' ')}\n`);
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: work, env: as, encoding: 'utf8' });
    process.stdout.write(`${stdout}${stderr}`);
    return status;
  }
}

/**
 * The demo is a test as well: in sync before the night, three drifted objects after it, one edit refused and done in
 * git, the hook installed, two pushes stopped and one let through.
 */
function expected(codes: readonly (number | null)[], text: string): number {
  if (codes.join(' ') === '0 1 1 0 0 1 1 0' && text.includes('3 drifted')) return 0;
  process.stderr.write(`error: the demo did not end as it should: exit codes ${codes.join(', ')}\n`);
  return 1;
}
