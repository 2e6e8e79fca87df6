import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../src/health/health.ts';
import { HEALTH_CASES } from '../../support/health/cases.ts';
import { liveObject } from '../../support/health/object.ts';

describe('the health of a live object', () => {
  it.each(HEALTH_CASES)('$what: $state', ({ live, state, message }) => {
    expect(healthOf(live)).toEqual({ state, message });
  });

  it('is missing where there is none', () => {
    expect(healthOf(null)).toEqual({ state: 'missing', message: 'not in the cluster' });
  });

  it('gives a new Pod fifteen seconds to be scheduled', () => {
    const live = liveObject('v1', 'Pod', {
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no node' }],
      },
    });
    const created = Date.parse('2026-11-20T03:00:00Z');
    expect(healthOf(live, created + 14_000).state).toBe('progressing');
    expect(healthOf(live, created + 16_000).state).toBe('degraded');
  });

  it.each([
    ['conditions that are none', { conditions: 'Ready' }],
    ['conditions of nothing', { conditions: [null, 1, [], {}, { type: 1, status: {} }] }],
    ['counts that are none', { replicas: 'two', observedGeneration: '1', readyReplicas: 0.5 }],
    ['container states that are none', { phase: {}, containerStatuses: [{ state: 'waiting' }, null] }],
  ])('survives %s', (_, status) => {
    for (const [apiVersion, kind] of [
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'DaemonSet'],
      ['v1', 'Pod'],
      ['batch/v1', 'Job'],
      ['argoproj.io/v1alpha1', 'Application'],
      ['argoproj.io/v1alpha1', 'Rollout'],
      ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
      ['autoscaling/v1', 'HorizontalPodAutoscaler'],
      ['example.com/v1', 'constructor'],
    ] as const) {
      const { state } = healthOf(liveObject(apiVersion, kind, { metadata: { generation: 1 }, status }));
      expect(state).toMatch(/^(healthy|progressing|degraded|unknown)$/);
    }
  });
});
