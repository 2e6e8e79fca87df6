import { describe, expect, it } from 'vitest';
import { type Facts, stateOf } from '../../../src/status/state.ts';

const FINE: Facts = {
  isKnown: true,
  isSuspended: false,
  busy: false,
  error: null,
  health: 'healthy',
  behind: 0,
  drifted: 0,
  isCompared: true,
  synced: true,
  isDeployed: true,
};

/** What is true of the app besides being fine, and the word for it. */
const CASES: readonly (readonly [string, Partial<Facts>, string])[] = [
  ['all is as it should be', {}, 'synced'],
  [
    'somebody told its controller to leave it alone, and its last sync failed',
    { isSuspended: true, error: 'x' },
    'suspended',
  ],
  ['its last sync failed, and it is not well', { error: 'x', health: 'degraded' }, 'failed'],
  ['only git declares it', { isKnown: false, drifted: 3, synced: null }, 'unknown'],
  ['it is not well, and behind', { health: 'degraded', behind: 2 }, 'degraded'],
  ['its controller works on it, and it is behind', { busy: true, behind: 2 }, 'syncing'],
  [
    'its controller has only begun, and nothing is there yet',
    { busy: true, synced: null, isDeployed: false },
    'syncing',
  ],
  ['git has newer commits, and somebody changed it', { behind: 2, drifted: 1 }, 'behind'],
  ['somebody changed it, while workloads are on their way', { drifted: 1, health: 'progressing' }, 'drifted'],
  ['workloads are on their way', { health: 'progressing' }, 'syncing'],
  ['its controller finds it out of sync', { synced: false }, 'drifted'],
  [
    'nobody deployed it, and nothing of it is there',
    { synced: null, isDeployed: false, drifted: 3, behind: null, health: 'missing' },
    'unknown',
  ],
  ['somebody deployed it, and one object is gone', { synced: null, drifted: 1 }, 'drifted'],
  ['its chart is out of reach: what left git is not known', { isCompared: false, drifted: null }, 'unknown'],
  [
    'its chart is out of reach, and git has newer commits',
    { isCompared: false, drifted: null, behind: 2 },
    'behind',
  ],
  [
    'its chart is out of reach, and its controller finds it out of sync',
    { isCompared: false, drifted: null, synced: false },
    'drifted',
  ],
  ['no controller, and all there', { synced: null, behind: null }, 'synced'],
];

describe('the state of an app is the word that matters most', () => {
  it.each(CASES)('%s', (_, given, state) => {
    expect(stateOf({ ...FINE, ...given })).toBe(state);
  });
});
