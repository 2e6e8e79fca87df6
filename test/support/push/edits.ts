import type { KubeObject } from '../../../src/object.ts';
import type { Dice } from '../generate.ts';
import { type Edit, edited, fewer, more, set, turned, within } from './edit.ts';

const named = (name: string) => ({ keys: { name } });

/** Of every kind. */
export const METADATA: readonly Edit[] = [
  set(['metadata', 'labels', 'team'], 'a', 'b', undefined),
  set(['metadata', 'labels', 'example.com/tier'], 'gold', undefined),
  set(['metadata', 'annotations', 'example.com/note'], 'one', 'two: "quoted"', '', undefined),
];

const CONTAINER: readonly Edit[] = [
  set(['image'], 'nginx', 'nginx:1.27', 'nginx:latest', 'registry.example:5000/app:v2'),
  set(['imagePullPolicy'], 'Always', 'IfNotPresent', 'Never', undefined),
  set(['resources', 'limits', 'memory'], '256Mi', '0.25Gi', '268435456', '1Gi', undefined),
  set(['resources', 'limits', 'cpu'], '500m', '0.5', 1, '1000m', undefined),
  set(['resources', 'requests'], { cpu: '100m' }, { cpu: 0.1, memory: '64Mi' }, {}, undefined),
  set(['resources'], {}, undefined),
  set(['env'], undefined, [], [{ name: 'A', value: '1' }], [{ name: 'A', value: '' }, { name: 'B' }]),
  more(['env'], { name: 'LEVEL', value: 'debug' }),
  more(['env'], { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }),
  turned(['env']),
  fewer(['env']),
  set(['env', named('EMPTY'), 'value'], 'full', '', undefined),
  more(['ports'], { containerPort: 9090, name: 'metrics' }),
  set(['ports'], undefined, [], [{ containerPort: 80 }], [{ containerPort: 80, protocol: 'TCP' }]),
  turned(['ports']),
  fewer(['ports']),
  more(['envFrom'], { configMapRef: { name: 'conf', optional: true } }),
  set(['livenessProbe'], undefined, { httpGet: { port: 80, path: '/' } }, { tcpSocket: { port: 'http' } }),
  set(
    ['readinessProbe'],
    undefined,
    { httpGet: { port: 80 }, periodSeconds: 10 },
    { exec: { command: ['ls'] } },
  ),
  set(['args'], undefined, [], ['--a'], ['--a', '--c']),
  turned(['args']),
  set(['command'], undefined, ['sh', '-c', 'sleep 1\n'], []),
  more(['volumeMounts'], { name: 'tmp', mountPath: '/var/tmp' }),
  turned(['volumeMounts']),
  set(
    ['securityContext'],
    undefined,
    {},
    { runAsNonRoot: true },
    { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
  ),
  set(['terminationMessagePolicy'], 'File', 'FallbackToLogsOnError', undefined),
  set(['lifecycle'], undefined, { preStop: { exec: { command: ['sleep', '5'] } } }),
  set(['workingDir'], '/srv', '', undefined),
  set(['stdin'], true, false, undefined),
];

const POD: readonly Edit[] = [
  set(['terminationGracePeriodSeconds'], 30, 60, 0, undefined),
  set(['dnsPolicy'], 'ClusterFirst', 'Default', undefined),
  set(['schedulerName'], 'default-scheduler', 'other', undefined),
  set(['serviceAccountName'], 'default', 'runner', undefined),
  set(['automountServiceAccountToken'], false, true, undefined),
  set(['enableServiceLinks'], true, false, undefined),
  set(['hostNetwork'], false, undefined),
  set(['securityContext'], {}, { fsGroup: 1000 }, { runAsUser: 0 }, undefined),
  set(['nodeSelector'], {}, { disk: 'ssd' }, { disk: 'ssd', zone: 'a' }, undefined),
  set(
    ['tolerations'],
    undefined,
    [],
    [{ key: 'a', operator: 'Exists' }],
    [{ key: 'b', value: 'x', effect: 'NoSchedule' }],
  ),
  set(['imagePullSecrets'], undefined, [{ name: 'login' }], [{ name: 'other' }, { name: 'login' }]),
  set(['hostAliases'], undefined, [{ ip: '10.0.0.1', hostnames: ['db'] }]),
  set(['priorityClassName'], 'system-node-critical', '', undefined),
  set(['topologySpreadConstraints'], undefined, []),
  set(['affinity'], undefined, {}, { nodeAffinity: {} }),
  more(['volumes'], { name: 'more', emptyDir: { sizeLimit: '1Gi' } }),
  more(['volumes'], { name: 'sec', secret: { secretName: 'sec' } }),
  turned(['volumes']),
  more(['initContainers'], { name: 'third', image: 'busybox:1' }),
  turned(['initContainers']),
  fewer(['initContainers']),
  set(['initContainers'], undefined),
  more(['containers'], { name: 'log', image: 'fluentd:1' }),
  turned(['containers']),
  fewer(['containers']),
  ...within(['containers', named('web')], CONTAINER),
  ...within(['containers', named('side')], CONTAINER),
];

const template = (path: readonly string[]): readonly Edit[] => [
  set([...path, 'metadata', 'labels', 'version'], 'v1', 'v2', undefined),
  set([...path, 'metadata', 'annotations', 'example.com/checksum'], 'abc', 'def', undefined),
  set([...path, 'metadata', 'annotations'], undefined, {}),
  ...within([...path, 'spec'], POD),
];

const CRON: readonly Edit[] = [
  set(['spec', 'schedule'], '0 4 * * *', '@daily'),
  set(['spec', 'suspend'], true, false, undefined),
  set(['spec', 'concurrencyPolicy'], 'Allow', 'Forbid', undefined),
  set(['spec', 'successfulJobsHistoryLimit'], 3, 0, undefined),
  set(['spec', 'startingDeadlineSeconds'], 60, undefined),
  set(['spec', 'timeZone'], 'Etc/UTC', undefined),
  set(['spec', 'jobTemplate', 'spec', 'backoffLimit'], 6, 0, undefined),
  set(['spec', 'jobTemplate', 'spec', 'template', 'spec', 'restartPolicy'], 'OnFailure', 'Never'),
  ...within(
    ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', named('job')],
    CONTAINER.slice(0, 10),
  ),
];

/** What people do to manifests, by kind: all of it leaves them valid as long as they are applied to nothing. */
export const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  Deployment: [
    set(['spec', 'replicas'], 1, 2, 3, 0, undefined),
    set(['spec', 'revisionHistoryLimit'], 10, 2, undefined),
    set(['spec', 'progressDeadlineSeconds'], 600, 300, undefined),
    set(['spec', 'minReadySeconds'], 0, 5, undefined),
    set(['spec', 'paused'], true, false, undefined),
    set(['spec', 'strategy'], undefined, {}, { type: 'RollingUpdate' }, { rollingUpdate: { maxSurge: 1 } }),
    set(
      ['spec', 'strategy'],
      { type: 'Recreate' },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
    ),
    ...template(['spec', 'template']),
  ],
  StatefulSet: [
    set(['spec', 'replicas'], 1, 2, 0, undefined),
    set(['spec', 'revisionHistoryLimit'], 10, 2, undefined),
    set(['spec', 'minReadySeconds'], 0, 5, undefined),
    set(
      ['spec', 'updateStrategy'],
      undefined,
      { type: 'RollingUpdate' },
      { type: 'OnDelete' },
      { rollingUpdate: { partition: 1 } },
    ),
    set(['spec', 'persistentVolumeClaimRetentionPolicy'], undefined, { whenDeleted: 'Delete' }),
    ...template(['spec', 'template']),
  ],
  DaemonSet: [
    set(['spec', 'revisionHistoryLimit'], 10, 2, undefined),
    set(
      ['spec', 'updateStrategy'],
      undefined,
      { type: 'OnDelete' },
      { rollingUpdate: { maxUnavailable: 2 } },
    ),
    ...template(['spec', 'template']),
  ],
  CronJob: CRON,
  Service: [
    set(['spec', 'type'], 'ClusterIP', 'NodePort', undefined),
    set(['spec', 'sessionAffinity'], 'None', 'ClientIP', undefined),
    set(['spec', 'internalTrafficPolicy'], 'Cluster', 'Local', undefined),
    set(['spec', 'publishNotReadyAddresses'], true, false, undefined),
    set(['spec', 'selector', 'version'], 'v1', undefined),
    set(['spec', 'externalIPs'], undefined, ['192.0.2.1']),
    more(['spec', 'ports'], { port: 443, name: 'https', targetPort: 8443 }),
    turned(['spec', 'ports']),
    fewer(['spec', 'ports']),
    set(['spec', 'ports', { keys: { port: 80 } }, 'targetPort'], 80, 8080, 'http', undefined),
    set(['spec', 'ports', { keys: { port: 80 } }, 'name'], 'web', 'http'),
    set(['spec', 'ports', { keys: { port: 80 } }, 'protocol'], 'TCP', undefined),
    set(['spec', 'ports', { keys: { port: 80 } }, 'appProtocol'], 'http', undefined),
  ],
  ConfigMap: [
    set(['data', 'a'], '1', '2', undefined),
    set(['data', 'multi'], 'x\ny\n', 'x\n\ny', 'x\r\ny\n'),
    set(['data', 'none'], '', 'some', undefined),
    set(['data', 'on'], 'yes', '1e3', undefined),
    set(['binaryData', 'bin'], 'AAEC', undefined),
    set(['data'], {}, undefined, { only: 'this' }),
  ],
  Secret: [
    set(['stringData', 'token'], 'hunter23', '', undefined),
    set(['stringData', 'more'], 'x', undefined),
    set(['data', 'raw'], 'YWJj', 'ZGVm', undefined),
    set(['data', 'token'], 'b3RoZXI=', undefined),
    set(['type'], 'Opaque', undefined),
  ],
  Ingress: [
    set(['spec', 'ingressClassName'], 'nginx', undefined),
    set(['spec', 'rules', 0, 'host'], 'a.example', 'b.example'),
    set(['spec', 'rules', 0, 'http', 'paths', 0, 'path'], '/', '/api'),
    set(
      ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port'],
      { number: 80 },
      { name: 'http' },
    ),
    more(['spec', 'rules'], { host: 'c.example' }),
    set(['spec', 'tls'], undefined, [{ hosts: ['a.example'], secretName: 'tls' }]),
    set(['spec', 'defaultBackend'], undefined, { service: { name: 'web', port: { number: 80 } } }),
  ],
  NetworkPolicy: [
    set(['spec', 'policyTypes'], ['Ingress'], ['Ingress', 'Egress'], undefined),
    set(['spec', 'podSelector'], {}, { matchLabels: { app: 'web' } }),
    set(['spec', 'egress'], undefined, [], [{ ports: [{ port: 53, protocol: 'UDP' }] }]),
    set(['spec', 'ingress'], undefined, [], [{}]),
    set(
      ['spec', 'ingress', 0, 'ports', 0],
      { port: 80 },
      { port: 80, protocol: 'TCP' },
      { port: 81, endPort: 90 },
    ),
  ],
  HorizontalPodAutoscaler: [
    set(['spec', 'minReplicas'], 1, 2, undefined),
    set(['spec', 'maxReplicas'], 3, 4),
    set(['spec', 'metrics', 0, 'resource', 'target', 'averageUtilization'], 80, 70),
    set(['spec', 'metrics'], undefined),
    set(['spec', 'behavior'], undefined, { scaleDown: { stabilizationWindowSeconds: 60 } }),
  ],
  PodDisruptionBudget: [
    set(['spec', 'minAvailable'], 1, '50%', 0),
    set(['spec', 'unhealthyPodEvictionPolicy'], 'AlwaysAllow', undefined),
    set(['spec', 'selector', 'matchLabels', 'version'], 'v1', undefined),
  ],
  Role: [
    set(['rules', 0, 'verbs'], ['get', 'list'], ['list', 'get'], ['get', 'list', 'watch'], ['*']),
    more(['rules'], { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }),
    set(['rules'], [], undefined),
  ],
  RoleBinding: [
    set(['subjects', 0, 'name'], 'default', 'runner'),
    more(['subjects'], { kind: 'User', name: 'ada', apiGroup: 'rbac.authorization.k8s.io' }),
    set(['subjects'], undefined),
  ],
  PersistentVolumeClaim: [set(['spec', 'volumeMode'], 'Filesystem', undefined)],
  Widget: [
    set(['spec', 'size'], 1, 2, undefined),
    set(['spec', 'mode'], 'slow', 'fast', undefined),
    set(['spec', 'limit'], '1Gi', 5, undefined),
    more(['spec', 'parts'], { name: 'c' }),
    turned(['spec', 'parts']),
    set(['spec', 'parts', named('a'), 'count'], 1, 3, undefined),
    more(['spec', 'tags'], 'blue'),
    turned(['spec', 'tags']),
    turned(['spec', 'steps']),
    set(['spec', 'free'], undefined, {}, { any: { thing: [1, { a: 2 }] } }, { any: 1 }),
    set(['spec', 'free', 'any'], { thing: [] }, undefined),
  ],
};

/** The object with a few changes that somebody may make. */
export function editedAtRandom(object: KubeObject, roll: Dice): KubeObject {
  const edits = [...(EDITS[object.kind] ?? []), ...METADATA];
  let result = object;
  for (let left = roll.pick([1, 1, 2, 4]); left > 0; left -= 1) {
    for (let tries = 20; tries > 0; tries -= 1) {
      const next = edited(result, roll.pick(edits), roll);
      if (next === undefined) continue;
      result = next;
      break;
    }
  }
  return result;
}
