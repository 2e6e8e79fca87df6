import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isArray, objectAt } from '../../src/object.ts';
import { controllerCrd } from '../support/crds/controllers.ts';
import { untilEstablished } from '../support/servers/established.ts';
import { pushing } from '../support/pushing.ts';
import { folder } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

beforeAll(async () => {
  const cluster = sharedCluster();
  const object = controllerCrd('argoproj.io', 'Application', 'v1alpha1');
  await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], {
    input: JSON.stringify(object),
  });
  await untilEstablished(cluster, `crd/${object.metadata.name}`);
});

const settings = (color: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {color: ${color}}\n`;

/** An Application of a plugin, and what it renders as that would. */
async function world() {
  const marker = join(folder(), 'marker');
  const command = (...more: readonly string[]) => JSON.stringify(['sh', 'render.sh', marker, ...more]);
  const config = (...more: readonly string[]) =>
    `apiVersion: kubectl-gitops/v1\nkind: Config\nrender:\n  - {path: app, command: ${command(...more)}}\n`;
  const files = {
    '.gitops.yaml': config(),
    'app/render.sh': 'echo ran >> "$1"\ncat web.txt\n',
    'app/web.txt': settings('green'),
  };
  const { cluster, namespace, remote, ...more } = await pushing(() => files, { applied: false });
  const env = { XDG_CACHE_HOME: folder(), XDG_STATE_HOME: folder() };
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: namespace, namespace },
    spec: {
      project: 'default',
      source: { repoURL: remote, targetRevision: 'main', path: 'app', plugin: { name: 'shop' } },
      destination: { server: 'https://kubernetes.default.svc', namespace },
    },
  };
  await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(application) });
  const run = (...args: readonly string[]) => more.run(args, { env });
  const validate = () => more.validate([], { env });
  const hook = (extra: Readonly<Record<string, string>> = {}) =>
    more.hook('main', { env: { ...env, ...extra } });
  const runs = () => (existsSync(marker) ? readFileSync(marker, 'utf8').trim().split('\n').length : 0);
  return { ...more, cluster, namespace, env, config, run, validate, hook, runs };
}

describe('an Application of a plugin whose command .gitops.yaml names', () => {
  it('is not rendered before the command is trusted', async () => {
    const { namespace, run, runs } = await world();
    for (const command of ['diff', 'status', 'render']) {
      const outcome = await run(command, `argocd/${namespace}`);
      const said = `${outcome.stdout}${outcome.stderr}`;
      expect(said).toContain('nobody here trusts yet (see kubectl gitops trust --list)');
      if (command !== 'status') expect(said).toContain('hint: look at it, then run: kubectl gitops trust');
    }
    expect(runs()).toBe(0);
  });

  it('is compared and printed as the command renders it, where its Application puts it', async () => {
    const { cluster, namespace, run, runs } = await world();
    await run('trust', '--yes');
    const printed = await run('render', `argocd/${namespace}`);
    expect([printed.code, printed.stderr]).toEqual([0, '']);
    expect(printed.stdout).toContain(`namespace: ${namespace}`);
    expect(printed.stdout).toContain('color: green');
    expect(runs()).toBe(1);
    await cluster.run(['apply', '--server-side', '-n', namespace, '-f', '-'], { input: settings('red') });
    const diff = await run('diff', '-o', 'json');
    const [object] = isArray(diff.json().objects) ? [diff.json().objects].flat() : [];
    expect(objectAt(object)).toMatchObject({
      name: 'web',
      namespace,
      app: { name: `argocd/${namespace}`, deployer: 'argocd', root: 'app' },
    });
    const status = await run('status');
    expect(status.stdout).toContain(`argocd/${namespace}`);
    expect(status.stderr).not.toContain('UNTRUSTED_COMMAND');
  });
});

describe('a push of what a command renders', () => {
  it('does not run a command that nobody trusts, and stops nothing', async () => {
    const { repo, validate, hook, runs } = await world();
    repo.commit({ 'app/web.txt': settings('[1]') });
    const { report, problems } = await validate();
    expect(report.roots).toMatchObject([{ root: 'app', status: 'unrendered' }]);
    expect(problems).toMatchObject([
      { code: 'UNREACHABLE', severity: 'warning', hint: 'look at it, then run: kubectl gitops trust' },
    ]);
    const pushed = await hook();
    expect([pushed.code, runs()]).toEqual([0, 0]);
    expect(pushed.stderr.match(/nobody here trusts yet/g)).toHaveLength(1);
  });

  it('is judged by a trusted command, of both commits, without a cluster or git’s own variables', async () => {
    const { repo, run, validate, hook, runs } = await world();
    await run('trust', '--yes');
    repo.commit({
      'app/render.sh':
        'echo ran >> "$1"\n[ -z "$KUBECONFIG$GIT_DIR$GIT_INDEX_FILE$GIT_WORK_TREE" ] || exit 9\n[ ! -e ../.git ] || exit 8\ncat web.txt\n',
      'app/web.txt': settings('blue'),
    });
    // what is pushed counts, not what lies about
    repo.write({ 'app/web.txt': 'nonsense: [' });
    const { report, problems } = await validate();
    expect(problems).toEqual([]);
    expect(report.roots).toMatchObject([{ root: 'app', status: 'valid', changed: 1 }]);
    expect(runs()).toBe(2);
    const git = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_WORK_TREE: '.' };
    const pushed = await hook(git);
    expect([pushed.code, pushed.stderr]).toEqual([0, expect.stringContaining('the API server accepts it')]);
    repo.commit({ 'app/web.txt': settings('[1]') });
    const refused = await hook();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('SERVER_REJECTED');
  });

  it('that changes the command is not trusted before that one is', async () => {
    const { repo, config, run, validate, runs } = await world();
    await run('trust', '--yes');
    repo.commit({ '.gitops.yaml': config('more') });
    // the work tree may say what it likes
    repo.write({ '.gitops.yaml': config() });
    const before = await validate();
    expect(before.report.roots).toMatchObject([{ root: 'app', status: 'unrendered' }]);
    repo.write({ '.gitops.yaml': config('more') });
    const ran = runs();
    await run('trust', '--yes');
    const after = await validate();
    expect(after.report.roots).toMatchObject([{ root: 'app', status: 'valid' }]);
    expect(runs() - ran).toBe(2);
  });

  it('is not held up longer than a push may be', async () => {
    const { repo, config, run, hook } = await world();
    await run('trust', '--yes');
    repo.commit({
      '.gitops.yaml': `${config()}prePush: {timeout: 3s}\n`,
      'app/render.sh': 'echo ran >> "$1"\nsleep 60 &\nsleep 60\n',
    });
    const began = Date.now();
    const pushed = await hook();
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(pushed.stderr).toContain('(TIMEOUT)');
  });
});
