import { describe, expect, it } from 'vitest';
import { countingProxy } from '../../support/servers/counting-proxy.ts';
import { configMap, pushing, webDeployment } from '../../support/pushing.ts';
import { eventually } from '../../support/servers/supervisor.ts';

const config = `apiVersion: kubectl-gitops/v1
kind: Config
environments:
  - {name: prod, context: kubectl-gitops-test, branch: [main, 'release/*'], apps: [{root: apps}]}
`;
/** Kinds by which a server may refuse or change what is pushed. */
const ADMISSION = [
  'limitranges',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
].join();
const files = (ns: string) => ({
  '.gitops.yaml': config,
  'apps/web.yaml': webDeployment(ns),
  'README.md': 'shop',
});
const secret = (ns: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: ${ns}}\nstringData: {password: hunter2}\n`;

describe('what the hook makes of a push', () => {
  it('stops what the server refuses, on a branch that is deployed', async () => {
    const { repo, namespace, hook } = await pushing(files);
    repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replica: 4') });
    const { code, stderr, stdout } = await hook();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('apps/web.yaml:8');
    expect(stderr).toContain('hint: write replicas');
    expect(stderr).toContain('kubectl gitops stopped this push: 1 error');
  });

  it('only advises on a branch that nothing deploys', async () => {
    const { repo, namespace, hook } = await pushing(files);
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replica: 4') });
    const { code, stderr } = await hook('feature');
    expect(stderr).toContain('UNKNOWN_FIELD');
    expect(code).toBe(0);
    repo.git('checkout', '--quiet', '-b', 'release/1');
    expect((await hook('release/1')).code).toBe(1);
  });

  it('stops a Secret in plain text wherever it goes, and one that was taken out again', async () => {
    const { repo, namespace, hook } = await pushing(files);
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.commit({ 'apps/secret.yaml': secret(namespace) });
    const there = await hook('feature');
    expect(there.code).toBe(1);
    expect(there.stderr).toContain('apps/secret.yaml:4');
    expect(there.stderr.match(/PLAINTEXT_SECRET/g)).toHaveLength(1);
    expect(there.stderr).not.toContain('hunter2');
    repo.git('rm', '--quiet', 'apps/secret.yaml');
    repo.commit({});
    const gone = await hook('feature');
    expect(gone.code).toBe(1);
    expect(gone.stderr).toMatch(/commit [0-9a-f]{7} has it, whatever comes after/);
    expect(gone.stderr).toContain('git rebase -i');
  });

  it('lets Secrets be where the configuration says that they may', async () => {
    const { repo, namespace, hook } = await pushing((ns) => ({
      ...files(ns),
      '.gitops.yaml': `${config}prePush: {plaintext: ['apps/demo-*.yaml']}\n`,
    }));
    repo.commit({ 'apps/demo-login.yaml': secret(namespace) });
    expect((await hook()).stderr).not.toContain('PLAINTEXT_SECRET');
    repo.commit({ 'apps/login.yaml': secret(namespace).replace('name: login', 'name: other') });
    expect((await hook()).stderr).toContain('PLAINTEXT_SECRET');
  });

  it('says nothing of a push that touches no root', async () => {
    const { repo, hook } = await pushing(files);
    repo.commit({ 'README.md': 'a shop' });
    expect(await hook()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('says of manifests beside the roots of a repository without configuration that nobody checks them', async () => {
    const { repo, namespace, validate } = await pushing(
      (ns) => ({
        'shop/kustomization.yaml': 'resources: [a.yaml]\n',
        'shop/a.yaml': configMap(ns, 'a'),
        'guestbook/web.yaml': webDeployment(ns),
      }),
      { applied: false },
    );
    repo.commit({
      'guestbook/web.yaml': webDeployment(namespace, '  replica: 4'),
      '.github/workflows/ci.yaml': 'kind: ci\napiVersion: v1\n',
      'compose.yaml': 'services: {}\n',
    });
    expect((await validate()).short).toEqual(['warning NO_ROOT guestbook/web.yaml:null']);
  });

  it('says in one line that all is well', async () => {
    const { repo, namespace, hook } = await pushing(files);
    repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replicas: 4') });
    const { code, stderr } = await hook();
    expect(stderr).toMatch(
      /^gitops: 1 root, 1 object: 1 changed: the API server accepts it \(\d+\.\d s\)\n$/,
    );
    expect(code).toBe(0);
  });

  it('is told by the environment to stay quiet, or only to warn', async () => {
    const { repo, namespace, hook } = await pushing(files);
    repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replica: 4') });
    expect(await hook('main', { env: { GITOPS_HOOK: 'off' } })).toMatchObject({ code: 0, stderr: '' });
    const warned = await hook('main', { env: { GITOPS_HOOK: 'warn' } });
    expect(warned.code).toBe(0);
    expect(warned.stderr).toContain('UNKNOWN_FIELD');
    const wrong = await hook('main', { env: { GITOPS_HOOK: 'maybe' } });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('GITOPS_HOOK is "maybe"');
    repo.git('config', 'gitops.prePush', 'off');
    expect(await hook()).toMatchObject({ code: 0, stderr: '' });
    expect((await hook('main', { env: { GITOPS_HOOK: 'block' } })).code).toBe(1);
  });

  it('warns that a branch goes away from which something is deployed', async () => {
    const { repo, remote, run } = await pushing(files);
    const oid = repo.git('rev-parse', 'HEAD').trim();
    const stdin = `(delete) ${'0'.repeat(40)} refs/heads/main ${oid}\n`;
    const { code, stderr } = await run(['hook', 'pre-push', 'origin', remote], { stdin });
    expect(stderr).toContain('main goes away, from which prod is deployed');
    expect(code).toBe(0);
  });

  it('stops a configuration that cannot be read, at its line', async () => {
    const { repo, hook } = await pushing(files);
    repo.commit({ '.gitops.yaml': config.replace('environments', 'enviroments') });
    const { code, stderr } = await hook();
    expect(code).toBe(1);
    expect(stderr).toContain('.gitops.yaml:3');
    expect(stderr).toContain('write environments');
  });

  it('only advises of a configuration that cannot be read where nothing is deployed by what the remote has', async () => {
    const { repo, namespace, hook } = await pushing(files);
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.commit({
      '.gitops.yaml': config.replace('environments', 'enviroments'),
      'apps/web.yaml': webDeployment(namespace, '  replica: 4'),
    });
    const { code, stderr } = await hook('feature');
    expect(stderr).toContain('warning  .gitops.yaml:3  (INVALID_CONFIG)');
    expect(stderr).toContain('.gitops.yaml:3:1\n  3 | enviroments:\n    | ^\n');
    expect(stderr).toContain('by what the remote has, nothing is deployed from feature: judged by that');
    expect(stderr).toContain('hint: write environments');
    expect(stderr).toContain('(UNKNOWN_FIELD)');
    expect(code).toBe(0);

    const deployed = await hook('release/1');
    expect(deployed.stderr).toContain(
      '.gitops.yaml:3:1\n3 | enviroments:\n  | ^\nhint: write environments\n',
    );
    expect(deployed.stderr).toContain(
      'kubectl gitops stopped this push: it could not be judged (exit code 2)',
    );
    expect(deployed.code).toBe(1);

    // pushed, it is what the remote has of the branch: then its default branch tells
    repo.git('push', '--quiet', '--no-verify', 'origin', 'feature');
    repo.commit({ 'README.md': 'a shop' });
    const again = await hook('feature');
    expect(again.stderr).toContain('warning  .gitops.yaml:3  (INVALID_CONFIG)');
    expect(again.stderr).not.toContain('(UNKNOWN_FIELD)');
    expect(again.code).toBe(0);

    repo.commit({
      'apps/kustomization.yaml':
        'resources: [web.yaml]\nsecretGenerator: [{name: login, literals: [password=hunter2]}]\n',
    });
    const secret = await hook('feature');
    expect(secret.stderr).toContain('(PLAINTEXT_SECRET)');
    expect(secret.code).toBe(1);
  });

  it('takes nothing for gone because a configuration that cannot be read may have moved it', async () => {
    const { repo, hook } = await pushing(files);
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.git('mv', 'apps', 'moved');
    repo.commit({ '.gitops.yaml': config.replace('root: apps', 'rooot: moved') });
    const { code, stderr } = await hook('feature');
    expect(stderr).toContain('warning  .gitops.yaml:4  (INVALID_CONFIG)');
    expect(stderr).toContain('gitops: let through with 1 warning: no object changes');
    expect(code).toBe(0);
  });

  it('stops a configuration that cannot be read where nothing is known of the remote', async () => {
    const { repo, hook } = await pushing(files);
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.git('update-ref', '-d', 'refs/remotes/origin/main');
    repo.commit({ '.gitops.yaml': config.replace('environments', 'enviroments') });
    const { code, stderr } = await hook('feature');
    expect(stderr).toContain('hint: write environments');
    expect(code).toBe(1);
  });

  it('lets a branch go away whose configuration cannot be read, if nothing is deployed from it', async () => {
    const { repo, remote, run } = await pushing(files);
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.commit({ '.gitops.yaml': config.replace('environments', 'enviroments') });
    const oid = repo.git('rev-parse', 'HEAD').trim();
    const deletion = (name: string) => {
      const stdin = `(delete) ${'0'.repeat(40)} refs/heads/${name} ${oid}\n`;
      return run(['hook', 'pre-push', 'origin', remote], { stdin });
    };
    expect(await deletion('feature')).toMatchObject({ code: 0, stderr: '' });
    const deployed = await deletion('release/1');
    expect(deployed.stderr).toContain('hint: write environments');
    expect(deployed.code).toBe(1);
  });

  it('tells once what several refs bring, as severe as where it is deployed', async () => {
    const { repo, namespace, cluster, remote, run } = await pushing(files);
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    const main = repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replicas: 4') });
    repo.git('checkout', '--quiet', '-b', 'feature');
    const feature = repo.commit({ 'apps/web.yaml': `# ours\n${webDeployment(namespace, '  replicas: 4')}` });
    const base = repo.git('rev-parse', 'origin/main').trim();
    const lines = [
      `refs/heads/feature ${feature} refs/heads/feature ${'0'.repeat(40)}\n`,
      `refs/heads/main ${main} refs/heads/main ${base}\n`,
    ];
    for (const [mode, severity, line] of [
      ['block', 'error', 8],
      ['warn', 'warning', 9],
    ] as const) {
      const { stderr } = await run(['hook', 'pre-push', 'origin', remote], {
        stdin: lines.join(''),
        env: { GITOPS_HOOK: mode },
      });
      expect(stderr.match(/set it to 10/g)).toHaveLength(1);
      expect(stderr.match(/web\.yaml/g)).toHaveLength(1);
      expect(stderr).toContain(`${severity}  apps/web.yaml:${line}  Deployment`);
    }
  });

  it('asks the server nothing twice about the same content', async () => {
    const { repo, namespace, cluster, hook } = await pushing(files);
    repo.commit({
      'apps/web.yaml': webDeployment(namespace, '  replicas: 4'),
      'apps/a.yaml': configMap(namespace, 'a'),
    });
    const home = repo.dir;
    const env = { XDG_CACHE_HOME: `${home}/.git/cache` };
    repo.git('config', 'gitops.env.prod.context', 'counted');
    const requests: string[] = [];
    const patches = () => requests.filter((one) => one.startsWith('PATCH')).length;
    await using proxy = await countingProxy(cluster, requests);
    const { kubeconfig } = proxy;
    const push = () => hook('main', { env, kubeconfig });
    // other tests of this cluster make namespaces and policies meanwhile, and then it is right to ask again
    const world = () =>
      cluster.run([
        'get',
        `namespaces,crd,${ADMISSION}`,
        '-A',
        '-o',
        'jsonpath={.items[*].metadata.resourceVersion}',
      ]);
    await eventually('two pushes while nobody changes what may refuse', 90_000, async () => {
      const before = await world();
      expect((await push()).code).toBe(0);
      const asked = patches();
      expect(asked).toBeGreaterThanOrEqual(2);
      const { stderr, code } = await push();
      expect(code).toBe(0);
      expect(stderr).toContain('the API server accepts it');
      if (before !== (await world())) return false;
      expect(patches()).toBe(asked);
      return true;
    });
  });
});
