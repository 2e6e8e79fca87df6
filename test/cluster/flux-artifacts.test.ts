import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { type JsonObject, objectAt } from '../../src/object.ts';
import { installFluxKinds } from '../support/crds/controllers.ts';
import { gitops } from '../support/gitops.ts';
import { repository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const cluster = sharedCluster();
const SOURCE = 'source.toolkit.fluxcd.io/v1';
const EXTENSIONS = 'source.extensions.fluxcd.io/v1beta1';
const [ONE, TWO] = [`latest@sha256:${'1'.repeat(64)}`, `latest@sha256:${'2'.repeat(64)}`];

beforeAll(() => installFluxKinds(cluster));

const settings = (namespace: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: ${namespace}}\ndata: {a: ${value}}\n`;

/** What an artifact is at, and what it was made of. */
const packed = (revision: string, commit: string | null) => ({
  artifact: {
    revision,
    ...(commit === null ? {} : { metadata: { 'org.opencontainers.image.revision': `main@sha1:${commit}` } }),
  },
});
const deployed = (revision: string, commit: string | null) => ({
  lastAppliedRevision: revision,
  lastAttemptedRevision: revision,
  lastAppliedOriginRevision: commit === null ? '' : `main@sha1:${commit}`,
  conditions: [{ type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded', message: revision }],
});

/** A Kustomization that is deployed from `apps/` of a repository by way of an artifact, as far as its first commit. */
async function world({ tellsOrigin }: { readonly tellsOrigin: boolean }) {
  const namespace = await cluster.namespace('artifacts');
  const repo = repository({ 'apps/prod/settings.yaml': settings(namespace, 'one') });
  const url = `https://git.example.com/acme/${namespace}.git`;
  repo.git('remote', 'add', 'origin', url);
  const first = repo.git('rev-parse', 'HEAD').trim();
  const origin = tellsOrigin ? first : null;
  const put = (apiVersion: string, kind: string, name: string, rest: JsonObject) =>
    cluster.run(['apply', '--server-side', '--field-manager=flux', '--force-conflicts', '-f', '-'], {
      input: JSON.stringify({ apiVersion, kind, metadata: { name, namespace }, ...rest }),
    });
  await put(SOURCE, 'GitRepository', 'fleet', {
    spec: { url, ref: { branch: 'main' } },
    status: { artifact: { revision: `main@sha1:${first}` } },
  });
  await put(EXTENSIONS, 'ArtifactGenerator', 'split', {
    spec: {
      sources: [{ alias: 'fleet', kind: 'GitRepository', name: 'fleet' }],
      artifacts: [
        {
          name: 'apps',
          copy: [{ from: '@fleet/apps/**', to: '@artifact/' }],
          ...(tellsOrigin ? { originRevision: '@fleet' } : {}),
        },
      ],
    },
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'made' }] },
  });
  await put(SOURCE, 'ExternalArtifact', 'apps', {
    spec: { sourceRef: { apiVersion: EXTENSIONS, kind: 'ArtifactGenerator', name: 'split', namespace } },
    status: packed(ONE, origin),
  });
  await put('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'apps', {
    spec: { path: './prod', prune: true, sourceRef: { kind: 'ExternalArtifact', name: 'apps' } },
    status: deployed(ONE, origin),
  });
  const patch = (kind: string, name: string, change: JsonObject) =>
    cluster.run(['patch', kind, name, '-n', namespace, '--type=merge', '-p', JSON.stringify(change)]);
  const requested = async (kind: string, name: string) => {
    const found = await cluster.run(['get', kind, name, '-n', namespace, '-o', 'json']);
    const { annotations } = objectAt(objectAt(JSON.parse(found)).metadata);
    return objectAt(annotations)['reconcile.fluxcd.io/requestedAt'] ?? null;
  };
  const run = (...args: readonly string[]) => gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  const app = `flux/${namespace}/apps`;
  return { namespace, repo, patch, requested, run, app };
}

it('a commit is followed through its repository and its artifact into the app', async () => {
  const { namespace, repo, patch, run, app } = await world({ tellsOrigin: true });
  repo.commit({ 'apps/prod/settings.yaml': settings(namespace, 'two') });
  const commit = repo.git('rev-parse', 'HEAD').trim();
  const [was, will] = [repo.git('rev-parse', '--short=7', 'HEAD~1').trim(), commit.slice(0, 7)];
  const wait = (timeout: string) => run('status', app, '--wait', '--revision=HEAD', `--timeout=${timeout}`);
  const says = (words: string) => ({ code: 1, stderr: expect.stringMatching(`^${app}: ${will} ${words}\n`) });
  expect(await wait('1s')).toMatchObject(says(`is not seen yet, but ${was}`));
  await patch('gitrepository', 'fleet', { status: { artifact: { revision: `main@sha1:${commit}` } } });
  expect(await wait('1s')).toMatchObject(says('is fetched, and not in its artifact yet'));
  await patch('externalartifact', 'apps', { status: packed(TWO, commit) });
  const waiting = wait('60s');
  await sleep(3000);
  await patch('kustomizations.kustomize.toolkit.fluxcd.io', 'apps', { status: deployed(TWO, commit) });
  expect(await waiting).toMatchObject({
    code: 0,
    stderr: `${app}: ${will} is seen and not begun\n${app}: live and healthy\n`,
    stdout: expect.stringContaining(will),
  });
});

it('a commit that leaves the artifact as it was is there as soon as the artifact was made of it', async () => {
  const { repo, patch, run, app } = await world({ tellsOrigin: true });
  // what the generator ignores, and git tells nothing of
  repo.commit({ 'apps/prod/.gitkeep': '' });
  const commit = repo.git('rev-parse', 'HEAD').trim();
  await patch('gitrepository', 'fleet', { status: { artifact: { revision: `main@sha1:${commit}` } } });
  await patch('externalartifact', 'apps', { status: packed(ONE, commit) });
  const waited = await run('status', app, '--wait', '--revision=HEAD', '--timeout=20s');
  expect(waited).toMatchObject({ code: 0, stderr: expect.stringContaining(`${app}: live and healthy\n`) });
});

it('an artifact that does not tell its commit is not waited for in vain', async () => {
  const { namespace, repo, patch, run, app } = await world({ tellsOrigin: false });
  repo.commit({ 'apps/prod/settings.yaml': settings(namespace, 'two') });
  const began = performance.now();
  expect(await run('status', app, '--wait', '--revision=HEAD', '--timeout=60s')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'which commit it is at cannot be told: ExternalArtifact apps does not say what it was made of ' +
        '(CANNOT_GET_THERE)\nhint: set originRevision of the artifact apps in ArtifactGenerator split, in git\n',
    ),
  });
  expect(performance.now() - began).toBeLessThan(20_000);
  // the digest of what it is made of is no commit
  expect((await run('status', app, '-o', 'json')).json()).toMatchObject({ apps: [{ deployed: null }] });
  await patch('externalartifact', 'apps', { status: packed(ONE, repo.git('rev-parse', 'HEAD').trim()) });
  expect(await run('status', app, '--wait', '--revision=HEAD', '--timeout=20s')).toMatchObject({ code: 0 });
});

it('a sync is asked of the repository, of what makes the artifact, and of the app, in this order', async () => {
  const { patch, requested, run, app } = await world({ tellsOrigin: true });
  const kustomizations = 'kustomizations.kustomize.toolkit.fluxcd.io';
  expect(await run('sync', app, '--with-source=false')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^context .*\\n${app}: asked for a reconciliation\\n$`)),
  });
  expect(await requested('artifactgenerator', 'split')).toBeNull();
  expect(await run('sync', app)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      'GitRepository fleet: asked for a reconciliation\n' +
        'ArtifactGenerator split: asked for a reconciliation\n' +
        `${app}: asked for a reconciliation\n`,
    ),
  });
  const id = await requested(kustomizations, 'apps');
  expect(id).not.toBeNull();
  expect(await requested('gitrepository', 'fleet')).toBe(id);
  expect(await requested('artifactgenerator', 'split')).toBe(id);
  expect(await requested('externalartifact', 'apps')).toBeNull();

  const disabled = { 'source.extensions.fluxcd.io/reconcile': 'disabled' };
  await patch('artifactgenerator', 'split', { metadata: { annotations: disabled } });
  expect(await run('sync', app)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('the ArtifactGenerator split is disabled (SUSPENDED)\n'),
  });
  expect(await requested('gitrepository', 'fleet')).toBe(id);
});

it('with --wait each is asked once the one before has answered', async () => {
  const { patch, requested, run, app } = await world({ tellsOrigin: true });
  const synced = run('sync', app, '--wait', '--timeout=60s');
  const ready = [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'done' }];
  const chain = [
    ['gitrepository', 'fleet'],
    ['artifactgenerator', 'split'],
    ['kustomizations.kustomize.toolkit.fluxcd.io', 'apps'],
  ] as const;
  for (const [at, [kind, name]] of chain.entries()) {
    await expect.poll(() => requested(kind, name), { timeout: 20_000 }).not.toBeNull();
    for (const [later, its] of chain.slice(at + 1)) expect(await requested(later, its)).toBeNull();
    const lastHandledReconcileAt = await requested(kind, name);
    await patch(kind, name, { status: { lastHandledReconcileAt, conditions: ready } });
  }
  expect(await synced).toMatchObject({ code: 0 });
});
