import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { entries, kubeconfig, movedTo } from '../../support/servers/kubeconfig.ts';
import { configMap, pushing, webDeployment } from '../../support/pushing.ts';
import { folder } from '../../support/repository.ts';
import { eventually } from '../../support/servers/supervisor.ts';

const config = (context: string, more = '') =>
  `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: prod, context: ${context}, apps: [{root: apps}]}\n${more}`;

/** Accepts, and never answers. */
async function silent(): Promise<string> {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `https://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

describe('a cluster that cannot be asked', () => {
  it('is one line, and does not stop the push', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test'),
      'apps/a.yaml': configMap(ns, 'a'),
    }));
    repo.commit({
      'apps/a.yaml': configMap(namespace, 'a', 'two'),
      'apps/b.yaml': configMap(namespace, 'b'),
    });
    const { code, stderr, stdout } = await hook('main', {
      kubeconfig: movedTo(cluster, 'https://127.0.0.1:1'),
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr.match(/UNREACHABLE/g)).toHaveLength(1);
    expect(stderr).toContain(
      'prod was not asked about 2 objects: the API server https://127.0.0.1:1 refused',
    );
    expect(stderr).not.toMatch(/at .*\.ts/);
  });

  it('is not spoken of where there was nothing to ask it about', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test'),
      'apps/a.yaml': configMap(ns, 'a'),
    }));
    repo.commit({ 'apps/b.yaml': `${configMap(namespace, 'b')}  a: b: c\n` });
    const { code, stderr } = await hook('main', { kubeconfig: movedTo(cluster, 'https://127.0.0.1:1') });
    expect(stderr).toContain('RENDER_FAILED');
    expect(stderr).not.toContain('UNREACHABLE');
    expect(code).toBe(1);
  });

  it('stops it where the configuration says so', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test', 'prePush: {unreachable: block}\n'),
      'apps/a.yaml': configMap(ns, 'a'),
    }));
    repo.commit({ 'apps/a.yaml': configMap(namespace, 'a', 'two') });
    const away = movedTo(cluster, 'https://127.0.0.1:1');
    expect((await hook('main', { kubeconfig: away })).code).toBe(1);
    expect((await hook()).code).toBe(0);
  });

  it('is still asked by the schema that it published before', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test'),
      'apps/web.yaml': webDeployment(ns),
    }));
    const closed = async (kubeconfig: string) => hook('main', { kubeconfig });
    repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replicas: 4') });
    expect((await hook()).code).toBe(0);
    repo.commit({ 'apps/web.yaml': webDeployment(namespace, '  replica: 4') });
    const denied = await cluster.user({ name: `nobody-${namespace}` });
    const { code, stderr } = await closed(denied);
    expect(stderr).toContain('apps/web.yaml:8');
    expect(stderr).toContain('UNKNOWN_FIELD');
    expect(stderr).toContain('hint: write replicas');
    expect(stderr).toContain('FORBIDDEN');
    expect(code).toBe(1);
  });

  it('whose context this kubeconfig lacks is named', async () => {
    const { repo, namespace, hook } = await pushing(
      (ns) => ({ '.gitops.yaml': config('prod-eu'), 'apps/a.yaml': configMap(ns, 'a') }),
      { applied: false },
    );
    repo.commit({ 'apps/a.yaml': configMap(namespace, 'a', 'two') });
    const { code, stderr } = await hook();
    expect(stderr).toContain('prod was not asked about 1 object: no context "prod-eu"');
    expect(stderr).toContain('git config gitops.env.prod.context NAME');
    expect(stderr).not.toContain('--context');
    expect(code).toBe(0);
    repo.git('config', 'gitops.env.prod.context', 'kubectl-gitops-test');
    expect((await hook()).stderr).not.toContain('UNREACHABLE');
  });

  it('that forbids it says so once, and what git alone tells still counts', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test'),
      'apps/a.yaml': configMap(ns, 'a'),
    }));
    const reader = await cluster.readOnlyUser();
    repo.commit({
      'apps/a.yaml': configMap(namespace, 'a', 'two'),
      'apps/b.yaml': configMap(namespace, 'b'),
    });
    const { code, stderr } = await hook('main', { kubeconfig: reader });
    expect(stderr.match(/FORBIDDEN/g)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('does not blame a manifest for rights that the login lacks', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test'),
      'apps/a.yaml': configMap(ns, 'a'),
    }));
    const name = `roles-${namespace}`;
    const role = (rules: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: ${name}, namespace: ${namespace}}\nrules: ${rules}\n`;
    await cluster.run(['apply', '-f', '-'], {
      input: `${role('[{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: ["get", "list", "patch", "create"]}]')}---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: ${name}, namespace: ${namespace}}\nsubjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: ${name}}]\nroleRef: {kind: Role, apiGroup: rbac.authorization.k8s.io, name: ${name}}\n`,
    });
    const kubeconfig = await cluster.user({ name });
    await eventually('the role', 10_000, async () => {
      const { code } = await cluster.attempt(['auth', 'can-i', 'create', 'roles', '-n', namespace], {
        kubeconfig,
      });
      return code === 0;
    });
    repo.commit({
      'apps/role.yaml': role('[{apiGroups: [""], resources: [secrets], verbs: [get]}]').replace(
        `name: ${name},`,
        'name: new,',
      ),
    });
    const { code, stderr } = await hook('main', { kubeconfig });
    expect(stderr).toContain('attempting to grant RBAC permissions not currently held');
    expect(stderr).toContain('ask as the deployer');
    expect(code).toBe(0);
  });

  it('that does not answer within the time is told with what was left', async () => {
    const { repo, namespace, cluster, hook } = await pushing((ns) => ({
      '.gitops.yaml': config('kubectl-gitops-test', 'prePush: {timeout: 1s}\n'),
      'apps/a.yaml': configMap(ns, 'a'),
    }));
    repo.commit({ 'apps/a.yaml': configMap(namespace, 'a', 'two') });
    const { code, stderr } = await hook('main', { kubeconfig: movedTo(cluster, await silent()) });
    expect(stderr).toContain('TIMEOUT');
    expect(stderr).toContain('not checked: apps within 1 s');
    expect(code).toBe(0);
  });

  it('whose login program waits for somebody is left at the deadline', async () => {
    const { repo, namespace, cluster, hook } = await pushing(
      (ns) => ({
        '.gitops.yaml': config('here', 'prePush: {timeout: 1s}\n'),
        'apps/a.yaml': configMap(ns, 'a'),
      }),
      { applied: false },
    );
    const began = join(folder(), 'began');
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args: ['-c', `echo one >> ${began}; exec sleep 600`],
      interactiveMode: 'Never',
    };
    repo.commit({ 'apps/a.yaml': configMap(namespace, 'a', 'two') });
    const { code, stderr } = await hook('main', {
      kubeconfig: kubeconfig(entries(cluster.kubeconfig).cluster, { exec }),
    });
    expect(stderr).toContain('not checked: apps within 1 s');
    expect(code).toBe(0);
    expect(readFileSync(began, 'utf8')).toBe('one\n');
  });

  it('whose login program fails is told in the program’s own words, and it is asked once', async () => {
    const { repo, namespace, cluster, hook } = await pushing(
      (ns) => ({ '.gitops.yaml': config('here'), 'apps/a.yaml': configMap(ns, 'a') }),
      { applied: false },
    );
    const began = join(folder(), 'began');
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args: ['-c', `echo one >> ${began}; echo session expired, run: sso login >&2; exit 3`],
      interactiveMode: 'Never',
    };
    repo.commit({ 'apps/a.yaml': configMap(namespace, 'a', 'two') });
    const { code, stderr } = await hook('main', {
      kubeconfig: kubeconfig(entries(cluster.kubeconfig).cluster, { exec }),
    });
    expect(stderr).toContain('session expired, run: sso login  (UNREACHABLE)');
    expect(code).toBe(0);
    expect(readFileSync(began, 'utf8')).toBe('one\n');
  });
});

describe('a configuration that cannot be read', () => {
  const files = (ns: string) => ({
    '.gitops.yaml': config('kubectl-gitops-test'),
    'apps/a.yaml': configMap(ns, 'a'),
  });

  it('stops the push, and says how to push all the same', async () => {
    const { repo, hook } = await pushing(files, { applied: false });
    repo.commit({ '.gitops.yaml': `${config('kubectl-gitops-test')}  foo: [\n` });
    const { code, stderr } = await hook();
    expect(stderr).toContain('could not be judged (exit code 2)');
    expect(stderr).toContain('GITOPS_HOOK=off git push');
    expect(code).toBe(1);
  });

  it('only warns where warnings are all that is wanted', async () => {
    const { repo, hook } = await pushing(files, { applied: false });
    repo.commit({ '.gitops.yaml': `${config('kubectl-gitops-test')}  foo: [\n` });
    const { code, stderr } = await hook('main', { env: { GITOPS_HOOK: 'warn' } });
    expect(stderr).toMatch(/^warning: this push was not judged: \.gitops\.yaml .*\(INVALID_CONFIG\)\nhint: /);
    expect(code).toBe(0);
  });
});
