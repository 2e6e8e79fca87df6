import type { JsonObject } from '../../../src/object.ts';
import { type HealthCase, liveObject, no, yes } from './object.ts';

const hpa = (...conditions: readonly JsonObject[]) =>
  liveObject('autoscaling/v2', 'HorizontalPodAutoscaler', { status: { conditions } });

export const MACHINERY: readonly HealthCase[] = [
  {
    what: 'a disruption budget with too few pods',
    live: liveObject('policy/v1', 'PodDisruptionBudget', {
      status: { conditions: [no('DisruptionAllowed', 'InsufficientPods')] },
    }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a disruption budget of nothing that scales',
    live: liveObject('policy/v1', 'PodDisruptionBudget', {
      status: { conditions: [no('DisruptionAllowed', 'SyncFailed', 'found no controllers for pod "web-1"')] },
    }),
    state: 'degraded',
    message: 'found no controllers for pod "web-1"',
    kstatus: 'Current',
  },
  {
    what: 'a CRD whose names are taken',
    live: liveObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      status: { conditions: [no('NamesAccepted', 'ListKindConflict', '"WebList" is already in use')] },
    }),
    state: 'degraded',
    message: '"WebList" is already in use',
  },
  {
    what: 'a CRD that is served',
    live: liveObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      status: { conditions: [yes('NamesAccepted'), yes('Established')] },
    }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a CRD that is being installed',
    live: liveObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      status: {
        conditions: [
          yes('NamesAccepted'),
          no('Established', 'Installing', 'the initial names have been accepted'),
        ],
      },
    }),
    state: 'progressing',
    message: 'not established yet',
  },
  {
    what: 'an APIService whose server is down',
    live: liveObject('apiregistration.k8s.io/v1', 'APIService', {
      status: { conditions: [no('Available', 'MissingEndpoints', 'endpoints have no addresses')] },
    }),
    state: 'progressing',
    message: 'endpoints have no addresses',
    kstatus: 'Current',
  },
  {
    what: 'an autoscaler that scales',
    live: hpa(yes('AbleToScale'), yes('ScalingActive')),
    state: 'healthy',
    message: null,
  },
  {
    what: 'an autoscaler without metrics',
    live: hpa(
      yes('AbleToScale'),
      no('ScalingActive', 'FailedGetResourceMetric', 'unable to get metrics for resource cpu'),
    ),
    state: 'degraded',
    message: 'unable to get metrics for resource cpu',
    kstatus: 'Current',
  },
  {
    what: 'an autoscaler that has done nothing',
    live: hpa(),
    state: 'progressing',
    message: 'it has not scaled anything yet',
    kstatus: 'Current',
  },
  {
    what: 'an autoscaler of the first version, whose conditions are an annotation',
    live: liveObject('autoscaling/v1', 'HorizontalPodAutoscaler', {
      metadata: {
        annotations: { 'autoscaling.alpha.kubernetes.io/conditions': JSON.stringify([yes('AbleToScale')]) },
      },
    }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a Rollout that waits for somebody',
    live: liveObject('argoproj.io/v1alpha1', 'Rollout', {
      metadata: { generation: 2 },
      status: { observedGeneration: '2', phase: 'Paused', message: 'CanaryPauseStep' },
    }),
    state: 'suspended',
    message: 'CanaryPauseStep',
    kstatus: 'Error',
  },
  {
    what: 'a Rollout that was aborted',
    live: liveObject('argoproj.io/v1alpha1', 'Rollout', {
      metadata: { generation: 2 },
      status: {
        observedGeneration: '2',
        phase: 'Degraded',
        message: 'RolloutAborted: metric "p99" assessed Failed',
      },
    }),
    state: 'degraded',
    message: 'RolloutAborted: metric "p99" assessed Failed',
    kstatus: 'Error',
  },
];
