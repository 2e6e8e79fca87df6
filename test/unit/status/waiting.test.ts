import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../../src/object.ts';
import { observeArgo } from '../../../src/status/waiting/argo.ts';
import { argoSettled, fluxSettled } from '../../../src/status/waiting/asked.ts';
import { decide } from '../../../src/status/waiting/decide.ts';
import { NO_SURROUNDINGS, observeFlux } from '../../../src/status/waiting/flux.ts';
import { believed } from '../../../src/status/waiting/lasting.ts';
import type { Observation, Standing } from '../../../src/status/waiting/types.ts';

const healthy: Observation = {
  deployed: [],
  seen: [],
  tried: [],
  health: { state: 'healthy', message: null },
  isFresh: true,
  isClose: false,
  busy: false,
  retried: null,
  failed: null,
  broken: null,
  idle: null,
  unfed: null,
  packing: null,
  untold: null,
  waitsFor: null,
  round: '',
};
const behind: Standing = {
  wanted: 'abc1234',
  deployed: 'older',
  seen: 'older',
  tried: 'older',
  fetched: 'none',
  seenName: 'fff0000',
  isTouched: true,
  followsOther: false,
  isNews: false,
  isStale: false,
  blocked: null,
  held: null,
  workloads: null,
  pods: null,
};
const there: Standing = { ...behind, deployed: 'contains', seen: 'contains', tried: 'contains' };
const health = (state: Observation['health']['state'], message: string | null = null) => ({
  health: { state, message },
});
const manual = { why: 'Argo CD syncs it only when told to', hint: 'kubectl gitops sync web' };
const pods = { message: 'Deployment web: Pod web-1: ImagePullBackOff', isHopeless: true };
const window = { why: 'no sync window is open', hint: 'wait for the window' };
const broken = { message: 'app path does not exist', isHopeless: false };
const refused = { message: 'Service s is invalid', isHopeless: true };
const passing = { message: 'connection refused', isHopeless: false };

type Case = readonly [name: string, seen: Partial<Observation>, at: Partial<Standing>, means: string];

const said = (decision: ReturnType<typeof decide>): string => {
  if (decision.is === 'done') return `done: ${decision.how}`;
  if (decision.is === 'waiting') return `waiting: ${decision.why}`;
  return `stuck after ${decision.after / 1000}s: ${decision.why}`;
};

describe('at the commit', () => {
  it.each<Case>([
    ['and healthy', {}, {}, 'done: live'],
    ['and being synced', { busy: true }, {}, 'waiting: it is being synced'],
    ['with a health from before', { isFresh: false }, {}, 'waiting: its health is looked at'],
    ['on its way', health('progressing', '0 of 1 ready'), {}, 'waiting: 0 of 1 ready'],
    ['with something suspended on purpose', health('suspended'), {}, 'done: live'],
    ['and failing', health('degraded', 'deadline'), {}, 'stuck after 15s: deadline'],
    ['with Pods that do not start', health('progressing'), { pods }, `stuck after 15s: ${pods.message}`],
    [
      'without a node for a Pod',
      health('progressing'),
      { pods: { message: 'Unschedulable', isHopeless: false } },
      'stuck after 60s: Unschedulable',
    ],
    [
      'with workloads that are not ready',
      {},
      { workloads: { state: 'progressing', message: 'Deployment web' } },
      'waiting: Deployment web',
    ],
    ['though a newer one failed', { failed: 'no' }, {}, 'done: live'],
  ])('%s', (_, seen, at, means) => {
    expect(said(decide({ ...healthy, ...seen }, { ...there, ...at }))).toBe(means);
  });
});

describe('not at the commit', () => {
  const seenIt: Partial<Standing> = { seen: 'contains' };
  const triedIt: Partial<Standing> = { seen: 'contains', tried: 'contains' };
  it.each<Case>([
    ['not touched by it', health('degraded'), { isTouched: false }, 'done: unaffected'],
    ['following a tag', {}, { followsOther: true }, 'done: elsewhere'],
    ['not seen', {}, {}, 'waiting: abc1234 is not seen yet, but fff0000'],
    ['seen', {}, seenIt, 'waiting: abc1234 is seen and not begun'],
    ['being synced', { busy: true }, triedIt, 'waiting: abc1234 is being synced'],
    ['manual', { idle: manual }, seenIt, `stuck after 0s: ${manual.why}`],
    [
      'manual, and just started by hand',
      { idle: manual, busy: true },
      triedIt,
      'waiting: abc1234 is being synced',
    ],
    ['given up', { failed: 'Deployment web' }, triedIt, 'stuck after 0s: Deployment web'],
    [
      'given up at another commit',
      { failed: 'Deployment web' },
      seenIt,
      'waiting: abc1234 is seen and not begun',
    ],
    [
      'tried again',
      { busy: true, retried: passing },
      triedIt,
      'waiting: it is tried again: connection refused',
    ],
    ['refused by the server', { retried: refused }, triedIt, 'stuck after 0s: Service s is invalid'],
    [
      'failing for a reason that may pass',
      { retried: passing },
      triedIt,
      'stuck after 60s: connection refused',
    ],
    ['not to be compared', { broken }, {}, 'stuck after 30s: app path does not exist'],
    ['not to be compared before the push', { broken }, { isStale: true }, 'waiting: app path does not exist'],
    ['held by a window', {}, { ...seenIt, held: window.why }, `waiting: ${window.why}`],
    ['held for longer than anybody waits', {}, { blocked: window }, `stuck after 0s: ${window.why}`],
    ['after a dependency', { waitsFor: 'dependency db' }, triedIt, 'waiting: dependency db'],
    [
      'with a history that was rewritten',
      {},
      { seen: 'other', isNews: true },
      'stuck after 5s: what it follows is now at fff0000, which does not contain abc1234: its history was rewritten',
    ],
    [
      'of another history than before',
      {},
      { seen: 'other' },
      'waiting: abc1234 is not seen yet, but fff0000',
    ],
  ])('%s', (_, seen, at, means) => {
    expect(said(decide({ ...healthy, ...seen }, { ...behind, ...at }))).toBe(means);
  });
});

describe('an Application', () => {
  const app = (status: JsonObject, spec: JsonObject = { syncPolicy: { automated: {} } }): KubeObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec,
    status,
  });
  const ended = { phase: 'Succeeded', finishedAt: '2026-01-01T00:00:10Z' };

  it('runs what it applied last, whatever it was compared with', () => {
    const status = { sync: { status: 'OutOfSync', revision: 'b' }, history: [{ revision: 'a' }] };
    expect(observeArgo(app(status))).toMatchObject({ deployed: ['a'], seen: ['b'] });
  });
  it('runs what it was compared with where nothing differs', () => {
    const status = { sync: { status: 'Synced', revision: 'b' }, history: [{ revision: 'a' }] };
    expect(observeArgo(app(status))).toMatchObject({ deployed: ['b'] });
  });
  it('of several sources runs several commits', () => {
    const status = {
      sync: { status: 'OutOfSync', revisions: ['b', 'c'] },
      history: [{ revisions: ['a', 'c'] }],
    };
    expect(observeArgo(app(status))).toMatchObject({ deployed: ['a', 'c'], seen: ['b', 'c'] });
  });
  it.each([
    ['a comparison before the end of the sync tells nothing of it', '2026-01-01T00:00:09Z', false],
    ['a comparison after it does', '2026-01-01T00:00:10Z', true],
  ])('%s', (_, reconciledAt, isFresh) => {
    expect(observeArgo(app({ operationState: ended, reconciledAt }))).toMatchObject({ isFresh });
  });
  it('that is not automated says how it is started', () => {
    expect(observeArgo(app({}, {})).idle?.hint).toBe('kubectl gitops sync web');
    expect(observeArgo(app({}, { syncPolicy: { automated: { enabled: false } } })).idle).not.toBeNull();
  });
  it('has settled when the sync that was asked for is over and it is healthy', () => {
    const fresh = { reconciledAt: '2026-01-01T00:00:11Z', health: { status: 'Healthy' } };
    expect(said(argoSettled(app({ operationState: ended, ...fresh }), null))).toBe('done: live');
    // told in the second in which the sync ended, it may be the health of before
    const close = { ...ended, finishedAt: fresh.reconciledAt };
    expect(argoSettled(app({ operationState: close, ...fresh }), null)).toMatchObject({ after: 2500 });
    const running = { operationState: { phase: 'Running', message: 'waiting for hooks' } };
    expect(said(argoSettled(app(running), null))).toBe('waiting: waiting for hooks');
  });
});

describe('an object of Flux', () => {
  const ready = (status: string, reason: string, message = reason) => ({
    type: 'Ready',
    status,
    reason,
    message,
  });
  const kustomization = (conditions: readonly JsonObject[], more: JsonObject = {}): KubeObject => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'shop', generation: 1 },
    spec: {},
    status: { observedGeneration: 1, conditions, ...more },
  });

  it.each([
    ['BuildFailed', 'gone.yaml', true],
    ['HealthCheckFailed', 'timeout', true],
    ['ReconciliationFailed', 'Service/s dry-run failed (Invalid): port 0', true],
    ['ReconciliationFailed', 'dry-run failed: no matches for kind "Gadget"', false],
    ['ReconciliationFailed', 'context deadline exceeded', false],
  ])('%s: %s', (reason, message, isHopeless) => {
    expect(observeFlux(kustomization([ready('False', reason, message)]), NO_SURROUNDINGS).retried).toEqual({
      message: message.replace(' dry-run failed (Invalid)', ''),
      isHopeless,
    });
  });
  it('waits for what it depends on, which is no failure', () => {
    const seen = observeFlux(
      kustomization([ready('False', 'DependencyNotReady', 'dependency db')]),
      NO_SURROUNDINGS,
    );
    expect(seen).toMatchObject({ retried: null, waitsFor: 'dependency db' });
  });
  it('a release runs the commit that its chart was packed from, once that package is what it tried', () => {
    const release = (version: string): KubeObject => ({
      ...kustomization([ready('True', 'UpgradeSucceeded')], { lastAttemptedRevision: version }),
      kind: 'HelmRelease',
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
    });
    const status = { artifact: { revision: '1.2.3+abc' }, observedSourceArtifactRevision: 'main@sha1:b' };
    const chart: KubeObject = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmChart',
      metadata: { name: 'shop-api' },
      status,
    };
    expect(observeFlux(release('1.2.3+abc'), { ...NO_SURROUNDINGS, chart }).deployed).toEqual([
      'main@sha1:b',
    ]);
    expect(observeFlux(release('1.2.2+aaa'), { ...NO_SURROUNDINGS, chart }).deployed).toEqual([]);
  });
  it('has settled when it has answered this very request', () => {
    const answered = { lastHandledReconcileAt: 'now' };
    expect(said(fluxSettled(kustomization([ready('True', 'ok')], answered), 'later'))).toMatch(/^waiting/);
    expect(said(fluxSettled(kustomization([ready('True', 'ok')], answered), 'now'))).toBe('done: live');
    expect(said(fluxSettled(kustomization([ready('False', 'BuildFailed')], answered), 'now'))).toMatch(
      /^stuck/,
    );
  });
});

describe('a decision', () => {
  it('that must last is waited for until it has', () => {
    const done = { is: 'done', how: 'live', after: 2500 } as const;
    expect(believed(done, 2499)).toEqual({ is: 'waiting', why: 'its health is looked at' });
    expect(believed(done, 2500)).toBe(done);
    const stuck = { is: 'stuck', why: 'no image', hint: null, after: 15_000 } as const;
    expect(believed(stuck, 0)).toEqual({ is: 'waiting', why: 'no image' });
    expect(believed(stuck, 15_000)).toBe(stuck);
  });
  it('that need not is believed at once', () => {
    expect(believed({ is: 'done', how: 'unaffected' }, 0)).toEqual({ is: 'done', how: 'unaffected' });
  });
});
