import { describe, expect, it } from 'vitest';
import { argoHealth } from '../../../src/health/argo.ts';
import { fluxHealth } from '../../../src/health/flux.ts';
import type { AppHealth } from '../../../src/health/types.ts';
import type { JsonObject } from '../../../src/object.ts';
import { liveObject } from '../../support/health/object.ts';

const QUIET = { message: null, busy: false, error: null } as const;

const application = (status: JsonObject) => liveObject('argoproj.io/v1alpha1', 'Application', { status });
const synced = { health: { status: 'Healthy' }, sync: { status: 'Synced' } };

const ARGO: readonly (readonly [string, JsonObject, AppHealth])[] = [
  ['synced and healthy', synced, { ...QUIET, state: 'healthy', synced: true }],
  [
    'out of sync',
    { ...synced, sync: { status: 'OutOfSync' } },
    { ...QUIET, state: 'healthy', synced: false },
  ],
  [
    'a sync that runs',
    { ...synced, health: { status: 'Progressing' }, operationState: { phase: 'Running' } },
    { ...QUIET, state: 'progressing', message: 'Argo CD calls it progressing', synced: true, busy: true },
  ],
  [
    'health with words',
    { ...synced, health: { status: 'Degraded', message: 'Deployment "web" exceeded its progress deadline' } },
    { ...QUIET, state: 'degraded', message: 'Deployment "web" exceeded its progress deadline', synced: true },
  ],
  [
    'a comparison that fails',
    {
      health: { status: 'Unknown' },
      sync: { status: 'Unknown' },
      conditions: [
        { type: 'SharedResourceWarning', message: 'shared' },
        {
          type: 'ComparisonError',
          message: 'Failed to load target state: rpc error: code = Unknown desc = no such path',
        },
      ],
    },
    { state: 'unknown', message: 'no such path', synced: null, busy: false, error: 'no such path' },
  ],
  [
    'a sync that the server refused in part: the first object',
    {
      ...synced,
      sync: { status: 'OutOfSync' },
      operationState: {
        phase: 'Failed',
        message: 'one or more objects failed to apply, reason: a,b (retried 5 times).',
        syncResult: {
          resources: [
            { kind: 'Service', name: 'web', status: 'Synced', message: 'service/web configured' },
            { kind: 'Deployment', name: 'web', status: 'SyncFailed', message: 'the server could not do it' },
          ],
        },
      },
    },
    { ...QUIET, state: 'healthy', synced: false, error: 'Deployment web: the server could not do it' },
  ],
  [
    'a sync that failed as a whole',
    {
      ...synced,
      sync: { status: 'OutOfSync' },
      operationState: { phase: 'Error', message: 'ComparisonError: gone' },
    },
    { ...QUIET, state: 'healthy', synced: false, error: 'gone' },
  ],
  [
    'a failed sync that was mended since',
    { ...synced, operationState: { phase: 'Failed', message: 'one' } },
    { ...QUIET, state: 'healthy', synced: true },
  ],
  [
    'nothing told yet',
    {},
    { ...QUIET, state: 'unknown', message: 'Argo CD has not told its health yet', synced: null },
  ],
];

describe('what an Application says', () => {
  it.each(ARGO)('%s', (_, status, health) => {
    expect(argoHealth(application(status))).toEqual(health);
  });
});

const flux = (status: JsonObject, spec: JsonObject = {}) =>
  liveObject('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
    metadata: { generation: 2 },
    spec,
    status,
  });
const ready = (status: string, reason: string, message: string) => ({
  type: 'Ready',
  status,
  reason,
  message,
});
const applied = { lastAppliedRevision: 'main@sha1:a', lastAttemptedRevision: 'main@sha1:a' };
const retrying = { type: 'Reconciling', status: 'True', reason: 'ProgressingWithRetry', message: 'retrying' };

const FLUX: readonly (readonly [string, JsonObject, JsonObject, AppHealth])[] = [
  [
    'applied',
    { observedGeneration: 2, ...applied, conditions: [ready('True', 'ReconciliationSucceeded', 'Applied')] },
    {},
    { ...QUIET, state: 'healthy', synced: true },
  ],
  [
    'suspended',
    { ...applied, conditions: [ready('True', 'ReconciliationSucceeded', 'Applied')] },
    { suspend: true },
    { ...QUIET, state: 'suspended', message: 'it is suspended', synced: true },
  ],
  [
    'at work',
    {
      ...applied,
      lastAttemptedRevision: 'main@sha1:b',
      conditions: [
        ready('Unknown', 'Progressing', 'Reconciliation in progress'),
        { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'Detecting drift' },
      ],
    },
    {},
    { state: 'progressing', message: 'Detecting drift', synced: false, busy: true, error: null },
  ],
  [
    'a build that fails and is tried again: kstatus would wait for ever',
    {
      ...applied,
      lastAttemptedRevision: 'main@sha1:b',
      conditions: [ready('False', 'BuildFailed', 'kustomize build failed: no such file'), retrying],
    },
    {},
    { state: 'degraded', message: 'no such file', synced: false, busy: true, error: 'no such file' },
  ],
  [
    'stalled',
    {
      conditions: [
        ready('False', 'InvalidPath', 'no path ./a'),
        { type: 'Stalled', status: 'True', message: 'stopped' },
      ],
    },
    {},
    { ...QUIET, state: 'degraded', message: 'no path ./a', synced: false, error: 'no path ./a' },
  ],
  [
    'a dependency that is not ready',
    {
      conditions: [
        ready('False', 'DependencyNotReady', "dependency 'flux-system/infra' is not ready"),
        retrying,
      ],
    },
    {},
    {
      ...QUIET,
      state: 'progressing',
      message: "dependency 'flux-system/infra' is not ready",
      synced: false,
      busy: true,
    },
  ],
  [
    'a change that was not seen yet',
    { observedGeneration: 1, ...applied, conditions: [ready('True', 'ReconciliationSucceeded', 'Applied')] },
    {},
    {
      ...QUIET,
      state: 'progressing',
      message: 'its controller has not seen the latest change yet',
      synced: null,
    },
  ],
  [
    'nothing told yet',
    {},
    {},
    { ...QUIET, state: 'progressing', message: 'its controller has not seen it yet', synced: null },
  ],
];

describe('what a Flux object says', () => {
  it.each(FLUX)('%s', (_, status, spec, health) => {
    expect(fluxHealth(flux(status, spec))).toEqual(health);
  });

  it('an Alert, which has no status, is healthy', () => {
    expect(fluxHealth(liveObject('notification.toolkit.fluxcd.io/v1beta3', 'Alert')).state).toBe('healthy');
  });
});
