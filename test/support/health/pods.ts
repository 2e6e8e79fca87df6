import type { JsonObject } from '../../../src/object.ts';
import { type HealthCase, liveObject, no, yes } from './object.ts';

const pod = (status: JsonObject) => liveObject('v1', 'Pod', { spec: { restartPolicy: 'Always' }, status });
const waiting = (reason: string, message = '', more: JsonObject = {}) =>
  pod({
    phase: 'Pending',
    containerStatuses: [{ name: 'app', restartCount: 0, state: { waiting: { reason, message } }, ...more }],
  });

export const PODS: readonly HealthCase[] = [
  {
    what: 'a Pod that is ready',
    live: pod({ phase: 'Running', conditions: [yes('Ready')] }),
    state: 'healthy',
    message: null,
  },
  { what: 'a Pod that has completed', live: pod({ phase: 'Succeeded' }), state: 'healthy', message: null },
  {
    what: 'a Pod nobody has seen',
    live: pod({}),
    state: 'progressing',
    message: 'no kubelet has seen it yet',
  },
  {
    what: 'a Pod that starts',
    live: waiting('ContainerCreating'),
    state: 'progressing',
    message: 'its containers are being started',
  },
  {
    what: 'a Pod that runs and is not ready',
    live: pod({
      phase: 'Running',
      conditions: [no('Ready')],
      containerStatuses: [{ name: 'app', state: { running: {} } }],
    }),
    state: 'progressing',
    message: 'running, but not ready',
  },
  {
    what: 'a Pod that runs again after it ended badly',
    live: pod({
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          restartCount: 1,
          state: { running: {} },
          lastState: { terminated: { exitCode: 2, reason: 'Error' } },
        },
      ],
    }),
    state: 'progressing',
    message: 'container app ended with exit code 2',
  },
  {
    what: 'a Pod whose container crashes',
    live: pod({
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          restartCount: 5,
          state: {
            waiting: { reason: 'CrashLoopBackOff', message: 'back-off 2m40s restarting failed container' },
          },
          lastState: { terminated: { exitCode: 1, reason: 'Error', message: 'password=hunter2' } },
        },
      ],
    }),
    state: 'degraded',
    message: 'container app: CrashLoopBackOff, 5 restarts, last exit code 1',
  },
  {
    what: 'a Pod whose container crashes for its memory',
    live: pod({
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          restartCount: 1,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        },
      ],
    }),
    state: 'degraded',
    message: 'container app: CrashLoopBackOff, 1 restart, last exit code 137 (OOMKilled)',
  },
  {
    what: 'a Pod that was killed for its memory and is not ready again',
    live: pod({
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          restartCount: 3,
          state: { running: {} },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        },
      ],
    }),
    state: 'degraded',
    message: 'container app: OOMKilled, 3 restarts',
    kstatus: 'InProgress',
  },
  {
    what: 'a Pod whose image is not there',
    live: waiting(
      'ImagePullBackOff',
      'Back-off pulling image "nginx:nope": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:nope": not found',
    ),
    state: 'degraded',
    message:
      'container app: ImagePullBackOff: ErrImagePull: failed to pull and unpack image "docker.io/library/nginx:nope": not found',
    kstatus: 'InProgress',
  },
  {
    what: 'a Pod whose image cannot be pulled',
    live: waiting('ErrImagePull', 'rpc error: code = Unknown desc = unauthorized'),
    state: 'degraded',
    message: 'container app: ErrImagePull: unauthorized',
    kstatus: 'InProgress',
  },
  {
    what: 'a Pod whose image has no valid name',
    live: waiting('InvalidImageName', 'Failed to apply default image tag "a b": invalid reference format'),
    state: 'degraded',
    message:
      'container app: InvalidImageName: Failed to apply default image tag "a b": invalid reference format',
    kstatus: 'InProgress',
  },
  {
    what: 'a Pod that lacks a Secret',
    live: waiting('CreateContainerConfigError', 'secret "db" not found'),
    state: 'degraded',
    message: 'container app: CreateContainerConfigError: secret "db" not found',
    kstatus: 'InProgress',
  },
  {
    what: 'a Pod whose init container fails',
    live: pod({
      phase: 'Pending',
      initContainerStatuses: [
        {
          name: 'migrate',
          restartCount: 2,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 3 } },
        },
      ],
      containerStatuses: [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
    }),
    state: 'degraded',
    message: 'container migrate: CrashLoopBackOff, 2 restarts, last exit code 3',
    kstatus: 'InProgress',
  },
  {
    what: 'a Pod that fits no node',
    live: pod({
      phase: 'Pending',
      conditions: [no('PodScheduled', 'Unschedulable', '0/3 nodes are available: 3 Insufficient memory.')],
    }),
    state: 'degraded',
    message: 'Unschedulable: 0/3 nodes are available: 3 Insufficient memory.',
  },
  {
    what: 'a Pod that was evicted',
    live: pod({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
    state: 'degraded',
    message: 'Evicted: The node was low on resource: memory.',
    kstatus: 'Current',
  },
  {
    what: 'a Pod that failed',
    live: pod({
      phase: 'Failed',
      containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 4 } } }],
    }),
    state: 'degraded',
    message: 'container app ended with exit code 4',
    kstatus: 'Current',
  },
  {
    what: 'a Pod whose node is gone',
    live: pod({ phase: 'Unknown' }),
    state: 'unknown',
    message: 'phase Unknown',
  },
];
