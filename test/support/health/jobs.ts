import type { JsonObject } from '../../../src/object.ts';
import { type HealthCase, liveObject, yes } from './object.ts';

const job = (status: JsonObject, spec: JsonObject = {}) => liveObject('batch/v1', 'Job', { spec, status });

export const JOBS: readonly HealthCase[] = [
  { what: 'a ConfigMap', live: liveObject('v1', 'ConfigMap'), state: 'healthy', message: null },
  {
    what: 'anything that is being deleted',
    live: liveObject('v1', 'ConfigMap', {
      metadata: { deletionTimestamp: '2026-11-20T03:12:00Z', finalizers: ['a/b'] },
    }),
    state: 'progressing',
    message: 'being deleted, waits for 1 finalizer',
  },
  {
    what: 'a Job that is done',
    live: job({ conditions: [yes('Complete')] }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a Job that failed',
    live: job({
      conditions: [yes('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')],
    }),
    state: 'degraded',
    message: 'Job has reached the specified backoff limit',
  },
  { what: 'a Job that has not begun', live: job({}), state: 'progressing', message: 'not started yet' },
  {
    what: 'a Job that runs',
    live: job({ startTime: '2026-11-20T03:12:00Z', active: 1, failed: 2 }, { completions: 3 }),
    state: 'progressing',
    message: '0 of 3 pods have completed, 2 failed',
    kstatus: 'Current',
  },
  {
    what: 'a suspended Job',
    live: job({}, { suspend: true }),
    state: 'suspended',
    message: 'the Job is suspended',
    kstatus: 'InProgress',
  },
  {
    what: 'a suspended CronJob',
    live: liveObject('batch/v1', 'CronJob', { spec: { suspend: true } }),
    state: 'suspended',
    message: 'the CronJob is suspended',
    kstatus: 'Current',
  },
];
