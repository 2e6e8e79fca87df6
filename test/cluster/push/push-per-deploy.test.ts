import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTool } from '../../support/programs/build.ts';
import { configMap, pushing } from '../../support/pushing.ts';

let env: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  env = { PATH: `${dirname(await buildTool('helm3'))}:${process.env.PATH ?? ''}` };
});

const job = (metadata: string, container = 'image: migrate:1', spec = '') => `apiVersion: batch/v1
kind: Job
metadata: {${metadata}}
spec:
  suspend: true
${spec}  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          ${container}
`;

describe('a push of what is made under another name each time', () => {
  it('is asked about, and makes nothing', async () => {
    const { repo, namespace, cluster, run, validate } = await pushing((ns) => ({
      'a.yaml': configMap(ns, 'a'),
    }));
    const generated = `generateName: migrate-, namespace: ${namespace}`;
    repo.commit({ 'job.yaml': job(generated) });
    const good = await validate();
    expect(good).toMatchObject({ code: 0, problems: [] });
    expect(good.report.roots).toMatchObject([{ objects: 2, created: 1, changed: 0 }]);
    expect((await run(['validate'])).stdout).toContain('1 new: the API server accepts it');
    repo.commit({ 'job.yaml': job(generated, 'image: migrate:1', '  backofLimit: 1\n') });
    const bad = await validate();
    expect(bad.short).toEqual(['error UNKNOWN_FIELD job.yaml:6']);
    expect(bad.problems[0]).toMatchObject({ path: '.spec.backofLimit', hint: 'write backoffLimit' });
    expect(bad.code).toBe(3);
    repo.commit({ 'job.yaml': job(generated, 'imagePullPolicy: Never') });
    const refused = await validate(['job/migrate-']);
    expect(refused.short).toEqual(['error SERVER_REJECTED job.yaml:10']);
    expect(refused.problems[0]?.message).toContain('containers[0].image: Required value');
    expect(await cluster.run(['get', 'jobs', '-n', namespace, '-o', 'name'])).toBe('');
  });

  it('asks nothing about one that is as it was, and diff compares none with the cluster', async () => {
    const { repo, namespace, run, validate } = await pushing((ns) => ({
      'a.yaml': configMap(ns, 'a'),
      'job.yaml': job(`generateName: migrate-, namespace: ${ns}`, 'imagePullPolicy: Never'),
    }));
    const diff = await run(['diff', '-o', 'json']);
    expect(diff.code).toBe(0);
    expect(diff.json()).toMatchObject({
      summary: { objects: 1, inSync: 1 },
      warnings: [{ code: 'GENERATED_NAME' }],
    });
    repo.commit({ 'a.yaml': configMap(namespace, 'a', 'two') });
    const { code, report } = await validate();
    expect(code).toBe(0);
    expect(report.roots).toMatchObject([{ objects: 2, created: 0, changed: 1 }]);
  });

  it('is asked about in another namespace where its own comes with git', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    const later = `${namespace}-later`;
    repo.commit({
      'namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${later}}\n`,
      'job.yaml': job(`generateName: migrate-, namespace: ${later}`),
    });
    expect((await validate()).short).toEqual(['warning STAND_IN_NAMESPACE']);
  });

  it('is judged by the definition in git where that is all there is', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    const flow = (spec: string) =>
      `apiVersion: flows.example.com/v1\nkind: Flow\nmetadata: {generateName: hello-, namespace: ${namespace}}\nspec: ${spec}\n`;
    const schema = '{type: object, properties: {spec: {type: object, properties: {steps: {type: integer}}}}}';
    repo.commit({
      'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: flows.flows.example.com}
spec:
  group: flows.example.com
  scope: Namespaced
  names: {kind: Flow, plural: flows}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: ${schema}}}]
`,
      'flow.yaml': flow('{steps: 2}'),
    });
    for (const flags of [[], ['--render-only']])
      expect((await validate(flags)).short).toEqual(['warning LOCAL_SCHEMA_ONLY']);
    repo.commit({ 'flow.yaml': flow('{step: 2}') });
    for (const flags of [[], ['--render-only']])
      expect((await validate(flags)).short).toContain('error UNKNOWN_FIELD flow.yaml:4');
  });
});

const chart = (namespace: string, files: Readonly<Record<string, string>>) => ({
  '.gitops.yaml': `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: prod, context: kubectl-gitops-test, apps: [{root: chart, namespace: ${namespace}, helm: {release: api}}]}\n`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
  'chart/templates/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: api\n',
  ...files,
});
const hook = (event: string, container?: string) =>
  job(`name: migrate, annotations: {helm.sh/hook: ${event}}`, container);

describe('a push of hooks of Helm', () => {
  it('asks about them as about what is created, whatever lives under their name', async () => {
    const { repo, namespace, cluster, run, validate } = await pushing((ns) => chart(ns, {}), {
      applied: false,
    });
    repo.commit({ 'chart/templates/job.yaml': hook('pre-upgrade') });
    const fresh = await validate([], { env });
    expect(fresh).toMatchObject({ code: 0, problems: [] });
    expect(fresh.report.roots).toMatchObject([{ objects: 2, created: 1 }]);
    await cluster.run(['create', '-n', namespace, '-f', '-'], { input: hook('pre-upgrade') });
    repo.git('push', '--quiet');
    // the pod template of a Job cannot be changed in place
    repo.commit({ 'chart/templates/job.yaml': hook('pre-upgrade', 'image: migrate:2') });
    const changed = await validate([], { env });
    expect(changed).toMatchObject({ code: 0, problems: [] });
    expect(changed.report.roots).toMatchObject([{ objects: 2, created: 0, changed: 1 }]);
    repo.commit({ 'chart/templates/job.yaml': hook('pre-upgrade', 'imag: migrate:2') });
    const { short, problems } = await validate([], { env });
    expect(short).toEqual(['error UNKNOWN_FIELD chart/templates/job.yaml:11']);
    expect(problems[0]?.hint).toBe('write image');
    const diff = await run(['diff', '-o', 'json'], { env });
    expect(diff.json().summary).toMatchObject({ objects: 1 });
  });

  it('asks about none that no deploy makes', async () => {
    const { repo, validate } = await pushing((ns) => chart(ns, {}), { applied: false });
    repo.commit({ 'chart/templates/job.yaml': hook('test', 'imag: migrate:2') });
    const { code, problems, report } = await validate([], { env });
    expect({ code, problems }).toEqual({ code: 0, problems: [] });
    expect(report.roots).toMatchObject([{ objects: 1, created: 0, changed: 0 }]);
  });

  it('stops a Secret in plain text among them', async () => {
    const { repo, validate } = await pushing((ns) => chart(ns, {}), { applied: false });
    repo.commit({
      'chart/templates/login.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: login, annotations: {helm.sh/hook: pre-install}}\nstringData: {password: hunter2}\n',
    });
    expect((await validate([], { env })).short).toEqual([expect.stringContaining('error PLAINTEXT_SECRET')]);
  });
});
