import { describe, expect, it } from 'vitest';
import { pushing } from '../../support/pushing.ts';

const CONFIG = `apiVersion: kubectl-gitops/v1
kind: Config
environments: [{name: kubectl-gitops-test, apps: [{root: app}]}]
prePush: {plaintext: ['**']}
`;

/** Applied from the first commit by somebody who keeps no record of which commit it was. */
async function appliedByHand(manifest: (namespace: string) => string) {
  const world = await pushing((ns) => ({ '.gitops.yaml': CONFIG, 'app/one.yaml': manifest(ns) }), {
    applied: false,
  });
  const { cluster, repo } = world;
  await cluster.run(['apply', '--server-side', '-f', `${repo.dir}/app`]);
  const push = async (text: string) => {
    repo.commit({ 'app/one.yaml': text });
    return (await world.validate()).short;
  };
  return { ...world, push };
}

const deployment = (ns: string, spec: string, containers = 'a, b') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${ns}}
spec:
  selector: {matchLabels: {app: web}}
${spec}  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [${containers
        .split(', ')
        .map((name) => `{name: ${name}, image: nginx}`)
        .join(', ')}]
`;
const cronJob = (ns: string, spec: string) => `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: ${ns}}
spec:
  schedule: "0 3 * * *"
${spec}  jobTemplate:
    spec:
      template: {spec: {restartPolicy: Never, containers: [{name: job, image: busybox}]}}
`;
const secret = (ns: string, token: string, note = 'one') => `apiVersion: v1
kind: Secret
metadata: {name: login, namespace: ${ns}, annotations: {note: ${note}}}
stringData: {token: ${token}}
`;

describe('what nobody set live is no overwrite', () => {
  it('a default that git begins to declare otherwise', async () => {
    const { namespace, push } = await appliedByHand((ns) => deployment(ns, ''));
    expect(await push(deployment(namespace, '  revisionHistoryLimit: 3\n'))).toEqual([]);
    expect(await push(deployment(namespace, '  replicas: 3\n'))).toEqual([]);
  });

  it('another order of containers in git, then a new one among them', async () => {
    const { namespace, push } = await appliedByHand((ns) => deployment(ns, ''));
    expect(await push(deployment(namespace, '', 'b, a'))).toEqual([]);
    expect(await push(deployment(namespace, '', 'b, c, a'))).toEqual([]);
  });

  it('a default or a label that git begins to declare, though no commit explains what is live', async () => {
    const { namespace, cluster, push } = await appliedByHand((ns) => cronJob(ns, ''));
    const input = cronJob(namespace, '').replace('0 3', '0 5');
    await cluster.run(['apply', '--server-side', '-f', '-'], { input });
    const labelled = cronJob(namespace, '  suspend: true\n').replace('nightly,', 'nightly, labels: {a: b},');
    expect(await push(labelled)).toEqual(['warning LIVE_DRIFT app/one.yaml:5']);
  });

  it('rules of a Role that had none', async () => {
    const role = (ns: string, rules: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: ${ns}}\nrules: ${rules}\n`;
    const { namespace, push } = await appliedByHand((ns) => role(ns, '[]'));
    const rules = '[{apiGroups: [apps], resources: [deployments], verbs: [get]}]';
    expect(await push(role(namespace, rules))).toEqual([]);
  });

  it('a Secret that git writes as stringData', async () => {
    const { namespace, push } = await appliedByHand((ns) => secret(ns, 'hunter2'));
    expect(await push(secret(namespace, 'hunter3'))).toEqual([]);
  });
});

describe('what somebody set live', () => {
  it('is overwritten by a default that git begins to declare', async () => {
    const { namespace, cluster, push } = await appliedByHand((ns) => cronJob(ns, ''));
    await cluster.run(['patch', 'cronjob/nightly', '-n', namespace, '-p', '{"spec":{"suspend":true}}']);
    expect(await push(cronJob(namespace, '  suspend: false\n'))).toEqual([
      'error OVERWRITES_LIVE app/one.yaml:6',
    ]);
    expect(await push(cronJob(namespace, '  suspend: true\n'))).toEqual([]);
  });

  it('is overwritten though the server names nobody who scaled', async () => {
    const { namespace, cluster, push } = await appliedByHand((ns) => deployment(ns, ''));
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=7']);
    expect(await push(deployment(namespace, '  replicas: 3\n'))).toEqual([
      'error OVERWRITES_LIVE app/one.yaml:6',
    ]);
  });

  it('is only told of where the push leaves a Secret’s stringData alone', async () => {
    const { namespace, cluster, push } = await appliedByHand((ns) => secret(ns, 'hunter2'));
    await cluster.run(['patch', 'secret/login', '-n', namespace, '-p', '{"stringData":{"token":"live"}}']);
    expect(await push(secret(namespace, 'hunter2', 'two'))).toEqual(['warning LIVE_DRIFT app/one.yaml:4']);
    expect(await push(secret(namespace, 'hunter3', 'two'))).toEqual(['error OVERWRITES_LIVE app/one.yaml:4']);
    expect(await push(secret(namespace, 'live', 'two'))).toEqual([]);
  });

  it('in a list that is set as one is overwritten by any other change of it', async () => {
    const run = (ns: string, args: string) =>
      deployment(ns, '').replace('{name: a, ', `{name: a, args: ${args}, `);
    const { namespace, cluster, push } = await appliedByHand((ns) => run(ns, '[--level=1, --quiet]'));
    const containers = '[{"name":"a","args":["--level=1","--loud"]}]';
    const patch = `{"spec":{"template":{"spec":{"containers":${containers}}}}}`;
    await cluster.run(['patch', 'deployment/web', '-n', namespace, '-p', patch]);
    expect(await push(run(namespace, '[--level=2, --quiet]'))).toEqual([
      'error OVERWRITES_LIVE app/one.yaml:9',
    ]);
    expect(await push(run(namespace, '[--level=2, --loud]'))).toEqual([]);
  });
});
