import { describe, expect, it } from 'vitest';
import { isArray, objectAt } from '../../src/object.ts';
import { gitops } from '../support/gitops.ts';
import { folder, repository } from '../support/repository.ts';
import { sharedCluster } from '../support/shared-cluster.ts';

const deployment = (namespace: string, spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
  selector: {matchLabels: {app: web}}
${spec}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx}]
`;

/** A repository whose first commit is pushed and applied. */
async function world(spec: string) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('validate');
  const repo = repository({ 'web.yaml': deployment(namespace, spec) });
  const remote = folder();
  repo.git('init', '--quiet', '--bare', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  const run = (...args: readonly string[]) => gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  expect((await run('apply', '--yes')).code).toBe(0);
  const validate = async () => {
    const outcome = await run('validate');
    const report = outcome.json();
    const problems = isArray(report.problems) ? report.problems.map((one) => objectAt(one)) : [];
    return { code: outcome.code, report, problems };
  };
  return { cluster, namespace, repo, validate };
}

describe('validate', () => {
  it('lets a good change through', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': deployment(namespace, '  replicas: 4') });
    expect(await validate()).toMatchObject({
      code: 0,
      report: {
        verdict: 'allow',
        roots: [{ objects: 1, changed: 1, created: 0, deleted: 0, status: 'valid' }],
      },
      problems: [],
    });
  });

  it('names the line of a field that does not exist', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': deployment(namespace, '  replica: 4') });
    expect(await validate()).toMatchObject({
      code: 3,
      report: { verdict: 'block' },
      problems: [
        {
          severity: 'error',
          code: 'UNKNOWN_FIELD',
          path: '.spec.replica',
          source: { file: 'web.yaml', line: 8 },
        },
      ],
    });
  });

  it('stops a new object that the server would refuse', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({
      'new.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${namespace}}\nspec: {ports: [{port: 70000}]}\n`,
    });
    const { code, problems } = await validate();
    expect(code).toBe(3);
    expect(problems).toMatchObject([{ code: 'SERVER_REJECTED', source: { file: 'new.yaml', line: 1 } }]);
  });

  it('stops a push that takes somebody’s live change away, and says whose', async () => {
    const { repo, namespace, cluster, validate } = await world('  replicas: 3');
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': deployment(namespace, '  replicas: 4') });
    const { code, problems } = await validate();
    expect(code).toBe(3);
    expect(problems).toMatchObject([
      { code: 'OVERWRITES_LIVE', path: '.spec.replicas', source: { file: 'web.yaml', line: 8 } },
    ]);
    expect(problems[0]?.message).toBe('your push sets it to 4, but kubectl set it to 10');
  });

  it('lets a push through that takes the live change into git', async () => {
    const { repo, namespace, cluster, validate } = await world('  replicas: 3');
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': deployment(namespace, '  replicas: 10') });
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
  });

  it('two pushes before a sync are innocent', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': deployment(namespace, '  replicas: 4') });
    repo.git('push', '--quiet');
    repo.commit({ 'web.yaml': deployment(namespace, '  replicas: 5') });
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
  });

  it('stops a Secret that everybody could read, and does not print it', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({
      'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: ${namespace}}\nstringData:\n  user: web\n  password: hunter2\n`,
    });
    const { code, problems, report } = await validate();
    expect(code).toBe(3);
    expect(problems).toMatchObject([{ code: 'PLAINTEXT_SECRET', source: { file: 'secret.yaml', line: 5 } }]);
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });
});
