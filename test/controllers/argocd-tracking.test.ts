import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isArray, objectAt } from '../../src/object.ts';
import type { ArgoApp } from '../support/argocd/app.ts';
import { type ArgoCd, startArgoCd } from '../support/argocd/argocd.ts';
import { gitops, type Outcome } from '../support/gitops.ts';
import { folder } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { configMap } from './fixtures.ts';

const METHOD = 'application.resourceTrackingMethod';
const KEY = 'application.instanceLabelKey';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster());
  return () => argocd.stop();
});
afterEach(() => argocd.configure({ [METHOD]: null, [KEY]: null, installationID: null }));

const both = { 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') };

/** Deployed with two objects, of which git then loses one. */
async function leaving(): Promise<ArgoApp> {
  const app = await argocd.app({ files: both, syncPolicy: { automated: {} } });
  await app.untilSynced();
  app.repo.git('rm', '--quiet', 'app/b.yaml');
  await app.commit({});
  await app.untilSyncStatus('OutOfSync');
  return app;
}

const run = (args: readonly string[], cwd: string) =>
  gitops(args, { cwd, kubeconfig: argocd.cluster.kubeconfig });

/** `Kind name status` of everything that is told, and every field of it. */
async function told({ repo }: ArgoApp): Promise<readonly string[]> {
  const ran = await run(['diff', '-o', 'json', '--show-ignored'], repo.dir);
  const { objects } = ran.json();
  return (isArray(objects) ? objects : []).flatMap((entry) => {
    const { kind, name, status, changes } = objectAt(entry);
    const fields = (isArray(changes) ? changes : []).map((change) => `  ${objectAt(change).path}`);
    return [`${kind} ${name} ${status}`, ...fields];
  });
}

/** Far from any repository, what the guard says of a change to an object. */
async function guarded(what: string, namespace: string): Promise<Outcome> {
  const command = ['label', what, 'team=night', '-n', namespace];
  return run(['guard', 'check', '-o', 'json', '--', ...command], folder());
}

function holders(ran: Outcome): readonly unknown[] {
  const { reasons } = ran.json();
  return (isArray(reasons) ? reasons : []).map((reason) => objectAt(reason, 'holder').name);
}

describe.each([
  ['the usual label', { [METHOD]: 'label' }],
  ['a label of its own', { [METHOD]: 'label', [KEY]: 'acme.example/app' }],
  ['annotation and label', { [METHOD]: 'annotation+label', [KEY]: 'acme.example/app' }],
  ['the annotation', { [METHOD]: 'annotation' }],
])('an Argo CD that tracks by %s', (_, settings) => {
  it('has orphans, its marks are no drift, and the guard names the Application', async () => {
    await argocd.configure(settings);
    const app = await leaving();
    expect(await told(app)).toEqual(['ConfigMap b orphan']);
    const asked = await guarded('configmap/a', app.target);
    expect(holders(asked)).toEqual([app.name]);
    expect(asked.code).toBe(1);
  });
});

describe('an Argo CD that tracks by a label', () => {
  const helmed = (name: string, app: ArgoApp) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: app.target,
      labels: { 'app.kubernetes.io/instance': app.name, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': app.name, 'meta.helm.sh/release-namespace': app.target },
    },
  });

  it("is not taken for the owner of what a chart's own label names", async () => {
    await argocd.configure({ [METHOD]: 'label' });
    const app = await leaving();
    const apply = ['apply', '--server-side', '--field-manager=helm', '-f', '-'];
    await argocd.cluster.run(apply, { input: JSON.stringify(helmed('charted', app)) });
    await app.refresh();
    expect(await told(app)).toEqual(['ConfigMap b orphan']);
    expect(holders(await guarded('configmap/charted', app.target))).not.toContain(app.name);
  });

  it('overwrites the label that git declares: that is no drift', async () => {
    await argocd.configure({ [METHOD]: 'label' });
    const labelled = configMap('a').replace(
      '{name: a}',
      '{name: a, labels: {app.kubernetes.io/instance: of-the-chart}}',
    );
    const app = await argocd.app({ files: { 'app/a.yaml': labelled }, syncPolicy: { automated: {} } });
    await app.untilSynced();
    expect(await told(app)).toEqual([]);
  });
});

it('an object of another installation is not this one’s', async () => {
  await argocd.configure({ installationID: 'ours' });
  const app = await leaving();
  expect(await told(app)).toEqual(['ConfigMap b orphan']);
  const theirs = 'argocd.argoproj.io/installation-id=theirs';
  await argocd.cluster.run(['annotate', '--overwrite', 'configmap/b', theirs, '-n', app.target]);
  expect(await told(app)).toEqual([]);
});
