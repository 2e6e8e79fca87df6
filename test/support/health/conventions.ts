import type { JsonObject } from '../../../src/object.ts';
import { type HealthCase, liveObject, no, yes } from './object.ts';

const custom = (status: JsonObject, generation = 1) =>
  liveObject('example.com/v1', 'Widget', { metadata: { generation }, status });

export const CONVENTIONS: readonly HealthCase[] = [
  { what: 'a custom object without a status', live: custom({}), state: 'healthy', message: null },
  {
    what: 'a custom object that is ready',
    live: custom({ conditions: [yes('Ready')] }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a custom object that is not ready',
    live: custom({ conditions: [no('Ready', 'Waiting', 'waits for DNS')] }),
    state: 'progressing',
    message: 'waits for DNS',
  },
  {
    what: 'a custom object whose controller gave up',
    live: custom({ conditions: [yes('Ready'), yes('Stalled', 'Invalid', 'no such zone')] }),
    state: 'degraded',
    message: 'no such zone',
  },
  {
    what: 'a custom object that is worked on',
    live: custom({ conditions: [yes('Reconciling', 'Progressing'), yes('Stalled')] }),
    state: 'progressing',
    message: 'Progressing',
  },
  {
    what: 'a custom object whose change was not seen yet',
    live: custom({ observedGeneration: 1, conditions: [yes('Ready')] }, 2),
    state: 'progressing',
    message: 'its controller has not seen the latest change yet',
  },
];
