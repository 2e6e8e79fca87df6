import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type GitopsOptions, gitops } from '../support/gitops.ts';
import { folder, repository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const settings = (namespace: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: ${namespace}}\ndata: {a: ${value}}\n`;
const deployment = (namespace: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
`;

/** A repository that people deploy with `gitops apply`, with a remote. */
async function world() {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('wait');
  const repo = repository({ 'settings.yaml': settings(namespace, 'one') });
  const remote = folder();
  repo.git('init', '--quiet', '--bare', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  const run = (args: readonly string[], more: Partial<GitopsOptions> = {}) =>
    gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig, ...more });
  const wait = (timeout: string, more: Partial<GitopsOptions> = {}) =>
    run(['status', '--wait', `--timeout=${timeout}`], more);
  const apply = () => run(['apply', '--yes']);
  const push = (files: Readonly<Record<string, string>>) => {
    repo.commit(files);
    repo.git('push', '--quiet');
  };
  return { namespace, repo, run, wait, apply, push };
}

it('a commit that somebody applies meanwhile is waited for by the record of that', async () => {
  const { namespace, wait, apply, push, repo } = await world();
  await apply();
  push({ 'settings.yaml': settings(namespace, 'two') });
  const waiting = wait('60s');
  await sleep(1500);
  expect(await apply()).toMatchObject({ code: 0 });
  const waited = await waiting;
  const commit = repo.git('rev-parse', '--short=7', 'HEAD').trim();
  expect(waited).toMatchObject({
    code: 0,
    stderr: '.: nobody has applied it yet: kubectl gitops apply\n.: live and healthy\n',
    stdout: expect.stringContaining(commit),
  });
});

it('workloads that do not become ready are named when the time is over', async () => {
  const { namespace, wait, apply, push } = await world();
  push({ 'web.yaml': deployment(namespace) });
  expect(await apply()).toMatchObject({ code: 0 });
  const waited = await wait('3s');
  expect(waited).toMatchObject({ code: 1, stderr: expect.stringContaining('(TIMED_OUT)\n') });
  expect(waited.stderr).toMatch(new RegExp(`\\.: Deployment ${namespace}/web: \\d of 1 `));
});

it('commits that are not pushed are not waited for, which is said', async () => {
  const { namespace, wait, apply, repo } = await world();
  await apply();
  repo.commit({ 'settings.yaml': settings(namespace, 'mine') });
  const waited = await wait('20s');
  expect(waited.stderr).toMatch(
    /^warning: 1 commit is not pushed: waiting for \w{7}, which origin\/main is at \(NOT_PUSHED\)\n/,
  );
  expect(waited.code).toBe(0);
});

it('Ctrl-C ends it at once', async () => {
  const { wait, push, namespace, apply } = await world();
  await apply();
  push({ 'settings.yaml': settings(namespace, 'two') });
  const controller = new AbortController();
  const waiting = wait('60s', { signal: controller.signal });
  await sleep(3000);
  const began = performance.now();
  controller.abort();
  expect(await waiting).toMatchObject({ code: 130 });
  expect(performance.now() - began).toBeLessThan(2000);
});

it('--timeout without --wait, and a revision that is not there, are errors of usage', async () => {
  const { run } = await world();
  expect(await run(['status', '--timeout=1s'])).toMatchObject({ code: 2 });
  expect(await run(['status', '--wait', '--revision=nowhere'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('(UNKNOWN_REVISION)'),
  });
});
