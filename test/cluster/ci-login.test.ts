import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { gitops } from '../support/gitops.ts';
import { repository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const LOGIN = 'system:serviceaccount:gitops-ci:validate';

/** The login that docs/ci.md gives to CI, word for word. */
function documented(): string {
  const text = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const block = blocks.find((one) => one.includes('kind: ValidatingAdmissionPolicy'));
  if (block === undefined) throw new Error('docs/ci.md has no login');
  return block;
}

const deployment = (namespace: string, spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: web}}
  ${spec}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx}]
`;
const service = (namespace: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${namespace}}\nspec: {ports: [{port: 80}]}\n`;

it('validate answers the documented login of CI as it answers an administrator, and lets it write nothing', async () => {
  const cluster = sharedCluster();
  const login = documented();
  await cluster.run(['apply', '-f', '-'], { input: login });
  onTestFinished(async () => {
    await cluster.run(['delete', '--wait=false', '-f', '-'], { input: login });
  });
  const namespace = await cluster.namespace('ci');
  const repo = repository({ 'web.yaml': deployment(namespace, 'replicas: 3') });
  await cluster.run(['apply', '-f', repo.dir]);
  // A policy takes a moment to hold, and what is written before it does is let through: of an object that git
  // does not know, and another value each time, because kubectl has nothing to send of one that is there already.
  await cluster.run(['create', 'configmap', 'scratch', '-n', namespace]);
  let value = 0;
  const write = () =>
    [
      'label',
      'configmap/scratch',
      `team=t${++value}`,
      '-n',
      namespace,
      '--overwrite',
      '--as',
      LOGIN,
    ] as const;
  await expect
    .poll(async () => (await cluster.attempt(write())).stderr, { timeout: 30_000 })
    .toContain('this login may only ask, by dry-run');
  expect((await cluster.attempt([...write(), '--dry-run=server'])).code).toBe(0);

  const validate = async (...as: readonly string[]) => {
    const outcome = await gitops(['validate', '--base', 'HEAD~1', '-o', 'json', ...as], {
      cwd: repo.dir,
      kubeconfig: cluster.kubeconfig,
    });
    const { verdict, roots, problems } = outcome.json();
    return { code: outcome.code, verdict, roots, problems };
  };
  repo.commit({ 'web.yaml': deployment(namespace, 'replicas: 4'), 'svc.yaml': service(namespace) });
  const good = await validate('--as', LOGIN);
  expect(good).toMatchObject({
    code: 0,
    verdict: 'allow',
    problems: [],
    roots: [{ changed: 1, created: 1 }],
  });
  expect(good).toEqual(await validate());
  repo.commit({ 'web.yaml': deployment(namespace, 'replica: 4') });
  const typo = await validate('--as', LOGIN);
  expect(typo).toMatchObject({ code: 3, problems: [{ code: 'UNKNOWN_FIELD', source: { line: 6 } }] });
  expect(typo).toEqual(await validate());
  expect((await cluster.attempt(['get', 'service/web', '-n', namespace])).code).not.toBe(0);
});
