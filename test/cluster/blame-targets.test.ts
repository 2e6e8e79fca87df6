import { describe, expect, it } from 'vitest';
import { blameWorld, deployment, fieldsOf } from '../support/blame.ts';
import { gitops } from '../support/gitops.ts';

describe('blame', () => {
  it('marks what is ignored with its rule, and calls it no difference', async () => {
    const { kubectl, blame, repo } = await blameWorld({ 'web.yaml': deployment });
    repo.commit({
      '.gitops.yaml':
        'apiVersion: kubectl-gitops/v1\nkind: Config\nignore:\n  - {group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}\n',
    });
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    await kubectl('scale', 'deployment/web', '--replicas=5');
    const outcome = await blame('deployment/web', '-o', 'json');
    expect(outcome.code).toBe(0);
    expect(fieldsOf(outcome).get('.spec.replicas')).toMatchObject({
      class: 'changed',
      git: 2,
      live: 5,
      ignoredBy: expect.stringContaining('replicas'),
      source: { line: 6, author: 'Ada' },
    });
    expect((await blame('deployment/web')).stdout).toMatch(
      /\.spec\.replicas {2}2 {2}live 5 {2}.*ignored by /,
    );
  });

  it('says what is known of a target that git does not declare, and hides no other', async () => {
    const { cluster, namespace, kubectl, blame, repo } = await blameWorld({ 'web.yaml': deployment });
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    await kubectl('create', 'configmap', 'stray', '--from-literal=a=b');
    const stray = await blame('configmap/stray');
    expect(stray).toMatchObject({ code: 2, stdout: '' });
    expect(stray.stderr).toContain(
      `error: ConfigMap ${namespace}/stray is in the cluster, and nothing in git declares it (NOT_IN_GIT)`,
    );
    expect(stray.stderr).toContain('set by: kubectl-create\nhint: declare it in git');
    const within = await blame('./web.yaml', 'configmap/stray');
    expect(within.stderr).toContain('and nothing in web.yaml declares it (NOT_IN_GIT)');
    expect(within.stderr).toContain(
      'hint: look in the whole repository: kubectl gitops blame configmap/stray',
    );
    repo.write({ 'broken.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: [\n' });
    const broken = await blame('configmap/stray');
    expect(broken.stderr).toMatch(/broken\.yaml is no valid YAML.*\(INVALID_YAML\)\nbroken\.yaml:\d+:\d+\n/);
    repo.git('clean', '--quiet', '--force');
    const nowhere = await blame('configmap/nowhere');
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toContain('neither git nor the cluster has configmap/nowhere');
    expect(nowhere.stderr).toContain('(NO_SUCH_OBJECT)\nhint: see what there is: kubectl get configmap');
    const both = await blame('deployment/web', 'configmap/nowhere');
    expect(both.code).toBe(6);
    expect(both.stdout).toContain('apps/v1 Deployment');
    expect(both.stderr).toContain('NO_SUCH_OBJECT');
    repo.commit({ 'web.yaml': deployment.replace('name: web\n', `name: web\n  namespace: ${namespace}\n`) });
    const elsewhere = await gitops(['blame', 'deployment/web', '-n', 'default'], {
      cwd: repo.dir,
      kubeconfig: cluster.kubeconfig,
    });
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain(`hint: run: kubectl gitops blame deployment/web -n ${namespace}`);
  });
});
