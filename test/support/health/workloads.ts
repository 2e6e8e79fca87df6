import type { JsonObject } from '../../../src/object.ts';
import { type HealthCase, liveObject, no, yes } from './object.ts';

const deployment = (status: JsonObject, spec: JsonObject = {}, generation = 2) =>
  liveObject('apps/v1', 'Deployment', {
    metadata: { generation },
    spec: { replicas: 2, progressDeadlineSeconds: 600, ...spec },
    status: { observedGeneration: 2, ...status },
  });
const done = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
const available = [yes('Available'), yes('Progressing', 'NewReplicaSetAvailable')];

export const WORKLOADS: readonly HealthCase[] = [
  {
    what: 'a Deployment that is done',
    live: deployment({ ...done, conditions: available }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a Deployment whose change was not seen yet',
    live: deployment({ ...done, conditions: available }, {}, 3),
    state: 'progressing',
    message: 'its controller has not seen the latest change yet',
  },
  {
    what: 'a Deployment with too few replicas',
    live: deployment({ ...done, replicas: 1, conditions: available }),
    state: 'progressing',
    message: '1 of 2 replicas exist',
  },
  {
    what: 'a Deployment with old replicas left',
    live: deployment({ ...done, replicas: 3, conditions: available }),
    state: 'progressing',
    message: '1 old replicas are still to end',
  },
  {
    what: 'a Deployment whose new pods are not available',
    live: deployment({ ...done, availableReplicas: 0, conditions: available }),
    state: 'progressing',
    message: '0 of 2 updated replicas are available',
  },
  {
    what: 'a Deployment past its deadline',
    live: deployment({
      ...done,
      availableReplicas: 1,
      conditions: [no('Progressing', 'ProgressDeadlineExceeded')],
    }),
    state: 'degraded',
    message: 'the progress deadline was exceeded: 1 of 2 replicas are available',
  },
  {
    what: 'a Deployment without a deadline, which nothing tells of its progress',
    live: deployment({ ...done, conditions: [yes('Available')] }, { progressDeadlineSeconds: 2147483647 }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a paused Deployment',
    live: deployment({ ...done, conditions: [yes('Available')] }, { paused: true }),
    state: 'suspended',
    message: 'the rollout is paused',
    kstatus: 'InProgress',
  },
  {
    what: 'a Deployment whose pods a quota forbids',
    live: deployment({
      conditions: [
        ...available,
        yes('ReplicaFailure', 'FailedCreate', 'pods "web-1" is forbidden: exceeded quota: small'),
      ],
    }),
    state: 'degraded',
    message: 'pods "web-1" is forbidden: exceeded quota: small',
    kstatus: 'InProgress',
  },
  {
    what: 'a ReplicaSet whose pods a quota forbids',
    live: liveObject('apps/v1', 'ReplicaSet', {
      status: { conditions: [yes('ReplicaFailure', 'FailedCreate')] },
    }),
    state: 'degraded',
    message: 'FailedCreate',
    kstatus: 'InProgress',
  },
  {
    what: 'a StatefulSet that rolls out',
    live: liveObject('apps/v1', 'StatefulSet', {
      spec: { replicas: 3 },
      status: { replicas: 3, readyReplicas: 2, currentReplicas: 1, updatedReplicas: 2 },
    }),
    state: 'progressing',
    message: '2 of 3 replicas are ready',
  },
  {
    what: 'a StatefulSet that rolls out up to its partition',
    live: liveObject('apps/v1', 'StatefulSet', {
      spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
      status: {
        replicas: 3,
        readyReplicas: 3,
        updatedReplicas: 1,
        currentRevision: 'a',
        updateRevision: 'b',
      },
    }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a StatefulSet that somebody updates by hand',
    live: liveObject('apps/v1', 'StatefulSet', {
      spec: { replicas: 3, updateStrategy: { type: 'OnDelete' } },
    }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a DaemonSet that nothing was said of yet',
    live: liveObject('apps/v1', 'DaemonSet', { metadata: { generation: 1 } }),
    state: 'progressing',
    message: 'its controller has not seen it yet',
  },
  {
    what: 'a DaemonSet of a cluster without nodes',
    live: liveObject('apps/v1', 'DaemonSet', {
      metadata: { generation: 1 },
      status: { observedGeneration: 1, desiredNumberScheduled: 0 },
    }),
    state: 'healthy',
    message: null,
  },
];
