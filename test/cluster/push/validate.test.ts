import { describe, expect, it, onTestFinished } from 'vitest';
import { isArray, objectAt } from '../../../src/object.ts';
import { gitops } from '../../support/gitops.ts';
import { webDeployment } from '../../support/pushing.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';
import { eventually } from '../../support/servers/supervisor.ts';

/** A repository whose first commit is pushed and applied. */
async function world(spec: string) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('validate');
  const repo = repository({ 'web.yaml': webDeployment(namespace, spec) });
  const remote = folder();
  repo.git('init', '--quiet', '--bare', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  const options = { cwd: repo.dir, kubeconfig: cluster.kubeconfig };
  const run = (...args: readonly string[]) => gitops(args, options);
  const runOnGitHub = (...args: readonly string[]) =>
    gitops(args, { ...options, env: { GITHUB_ACTIONS: 'true' } });
  expect((await run('apply', '--yes')).code).toBe(0);
  const validate = async (...targets: readonly string[]) => {
    const outcome = await run('validate', '-o', 'json', ...targets);
    const report = outcome.json();
    const problems = isArray(report.problems) ? report.problems.map((one) => objectAt(one)) : [];
    return { code: outcome.code, report, problems };
  };
  return { cluster, namespace, repo, run, runOnGitHub, validate };
}

describe('validate', () => {
  it('lets a good change through', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
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
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replica: 4') });
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

  it('tells people where, what the server says and what to type', async () => {
    const { repo, namespace, run } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replica: 4') });
    const { code, stdout, stderr } = await run('validate');
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    const [where, words, hint, sum] = stdout.split('\n');
    expect(where).toBe(`error  web.yaml:8  Deployment ${namespace}/web .spec.replica  (UNKNOWN_FIELD)`);
    expect(words).toContain('.spec.replica: field not declared in schema');
    expect(hint).toBe('  hint: write replicas');
    expect(sum).toMatch(/^1 root, 1 object: 1 changed: 1 error \(\d\.\d s\)$/);
  });

  it('writes the forms that CI servers read, with the same exit code', async () => {
    const { repo, namespace, run } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replica: 4') });
    const junit = await run('validate', '-o', 'junit');
    expect(junit).toMatchObject({ code: 3, stderr: '' });
    expect(junit.stdout).toMatch(
      /^<\?xml [\s\S]+ file="web.yaml" line="8">\s+<failure [\s\S]+<\/testsuites>\n$/,
    );
    const sarif = await run('validate', '-o', 'sarif');
    expect(sarif).toMatchObject({ code: 3, stderr: '' });
    expect(sarif.json()).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'kubectl-gitops' } }, results: [{ ruleId: 'UNKNOWN_FIELD' }] }],
    });
  });

  it('annotates the line on GitHub, in text alone', async () => {
    const { repo, namespace, runOnGitHub } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replica: 4') });
    const annotation = /^::error file=web\.yaml,line=8,title=UNKNOWN_FIELD%3A Deployment /m;
    expect((await runOnGitHub('validate')).stdout).toMatch(annotation);
    expect((await runOnGitHub('validate', '-o', 'json')).stdout).not.toMatch(annotation);
  });

  it('stops a new object that the server would refuse', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({
      'new.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${namespace}}\nspec: {ports: [{port: 70000}]}\n`,
    });
    const { code, problems } = await validate();
    expect(code).toBe(3);
    expect(problems).toMatchObject([
      {
        code: 'SERVER_REJECTED',
        path: '.spec.ports[port=70000,protocol="TCP"].port',
        source: { file: 'new.yaml', line: 4 },
      },
    ]);
  });

  it.each([
    ['  replicas: three', '.spec.replicas', 8],
    ['  replicas: -1', '.spec.replicas', 8],
    ['  strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}', '.spec.strategy.rollingUpdate', 8],
  ])('names the line of a wrong value: %s', async (spec, path, line) => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, spec) });
    expect(await validate()).toMatchObject({
      code: 3,
      problems: [{ path, source: { file: 'web.yaml', line } }],
    });
  });

  it('stops a push that takes somebody’s live change away, and says whose', async () => {
    const { repo, namespace, cluster, validate } = await world('  replicas: 3');
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    const { code, problems } = await validate();
    expect(code).toBe(1);
    expect(problems).toMatchObject([
      { code: 'OVERWRITES_LIVE', path: '.spec.replicas', source: { file: 'web.yaml', line: 8 } },
    ]);
    expect(problems[0]?.message).toBe('your push sets replicas 3→4, but `kubectl scale` set it to 10');
  });

  it('lets a push through that takes the live change into git', async () => {
    const { repo, namespace, cluster, validate } = await world('  replicas: 3');
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 10') });
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
  });

  it('two pushes before a sync are innocent', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    repo.git('push', '--quiet');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 5') });
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
  });

  it('stops a Secret that everybody could read, and does not print it', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    repo.commit({
      'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: ${namespace}}\nstringData:\n  user: web\n  password: hunter2\n`,
    });
    const { code, problems, report } = await validate();
    expect(code).toBe(1);
    expect(problems).toMatchObject([{ code: 'PLAINTEXT_SECRET', source: { file: 'secret.yaml', line: 5 } }]);
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('judges commits, whatever lies in the work tree, and leaves everything as it was', async () => {
    const { repo, namespace, cluster, validate } = await world('  replicas: 3');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    repo.write({ 'web.yaml': webDeployment(namespace, '  replica: 5') });
    const version = () =>
      cluster.run([
        'get',
        'deployment/web',
        '-n',
        namespace,
        '-o',
        'jsonpath={.metadata.generation} {.spec}',
      ]);
    const before = [
      await version(),
      repo.git('status', '--porcelain'),
      repo.git('rev-parse', 'HEAD', 'origin/main'),
    ];
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
    expect([
      await version(),
      repo.git('status', '--porcelain'),
      repo.git('rev-parse', 'HEAD', 'origin/main'),
    ]).toEqual(before);
  });

  it('what was broken before the push is no fault of it', async () => {
    const { repo, validate } = await world('  replicas: 3');
    repo.commit({ 'broken.yaml': 'kind: [' });
    const first = await validate();
    expect(first.code).toBe(3);
    expect(first.problems).toMatchObject([{ code: 'RENDER_FAILED', severity: 'error' }]);
    repo.git('push', '--quiet');
    repo.commit({ 'note.txt': 'nothing of it' });
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
  });

  it('without a repository says what to do', async () => {
    const cluster = sharedCluster();
    const outcome = await gitops(['validate'], { cwd: folder(), kubeconfig: cluster.kubeconfig });
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('this is no git repository') });
  });

  it('knows a namespace that comes with git, and one that does not', async () => {
    const { repo, namespace, validate } = await world('  replicas: 3');
    const later = `${namespace}-later`;
    const service = (port: number, within = later) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${within}}\nspec: {ports: [{port: ${port}}]}\n`;
    repo.commit({ 'service.yaml': service(80) });
    expect(await validate()).toMatchObject({
      code: 3,
      problems: [{ code: 'NO_SUCH_NAMESPACE', source: { file: 'service.yaml', line: 1 } }],
    });
    repo.commit({ 'namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${later}}\n` });
    expect(await validate()).toMatchObject({
      code: 0,
      report: { verdict: 'warn' },
      problems: [{ severity: 'warning', code: 'STAND_IN_NAMESPACE' }],
    });
    repo.commit({ 'service.yaml': service(70000) });
    const { problems } = await validate();
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error SERVER_REJECTED',
      'warning STAND_IN_NAMESPACE',
    ]);
  });

  it('only warns of what admission says in a namespace that is not the object’s own', async () => {
    const { repo, cluster, namespace, validate } = await world('  replicas: 3');
    const later = `${namespace}-denied`;
    const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${later}}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], resources: [configmaps], operations: [CREATE, UPDATE]}]
  matchConditions: [{name: own, expression: "has(object.metadata.labels) && '${later}' in object.metadata.labels"}]
  validations: [{expression: 'false', message: nobody may}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${later}}
spec: {policyName: ${later}, validationActions: [Deny]}
`;
    await cluster.run(['apply', '-f', '-'], { input: policy });
    onTestFinished(async () => {
      await cluster.run(['delete', 'validatingadmissionpolicy,validatingadmissionpolicybinding', later]);
    });
    const denied = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: denied, namespace: ${namespace}, labels: {${later}: ''}}\n`;
    await eventually('the policy', 30_000, async () => {
      const { stderr } = await cluster.attempt(['apply', '--dry-run=server', '-f', '-'], { input: denied });
      return stderr.includes('nobody may');
    });
    repo.commit({
      'namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${later}}\n`,
      'settings.yaml': denied.replace(`namespace: ${namespace}`, `namespace: ${later}`),
    });
    const { code, problems } = await validate();
    expect(code).toBe(0);
    expect(problems.map((one) => `${one.severity} ${one.code}`)).toEqual([
      'warning STAND_IN_NAMESPACE',
      'warning STAND_IN_NAMESPACE',
    ]);
    expect(problems[0]?.message).toContain('nobody may');
  });
});
