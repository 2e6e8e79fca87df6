import { isObject, type Json, type JsonObject, sameJson } from '../object.ts';
import type { Typed } from '../schema.ts';

type Rule = Json | ((parent: JsonObject) => Json | undefined);

/**
 * What the API server fills in when a manifest leaves a field out, by type and field. Part of each API version's
 * contract (k8s.io/kubernetes pkg/apis/<group>/<version>/defaults.go), so it may be known here; everything else
 * (admission, allocation) is asked of the server. A cluster test compares the table with real objects.
 */
const CORE = 'io.k8s.api.core.v1.';

const container: Readonly<Record<string, Rule>> = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: (parent) => pullPolicy(parent.image),
  resources: {},
};

const DEFAULTS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  [`${CORE}Container`]: container,
  [`${CORE}EphemeralContainer`]: container,
  [`${CORE}ContainerPort`]: { protocol: 'TCP' },
  [`${CORE}Probe`]: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  [`${CORE}HTTPGetAction`]: { path: '/', scheme: 'HTTP' },
  [`${CORE}GRPCAction`]: { service: '' },
  [`${CORE}ObjectFieldSelector`]: { apiVersion: 'v1' },
  [`${CORE}ResourceFieldSelector`]: { divisor: '0' },
  [`${CORE}PodSpec`]: {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    enableServiceLinks: true,
    serviceAccount: (parent) => parent.serviceAccountName,
  },
  [`${CORE}SecretVolumeSource`]: { defaultMode: 420 },
  [`${CORE}ConfigMapVolumeSource`]: { defaultMode: 420 },
  [`${CORE}DownwardAPIVolumeSource`]: { defaultMode: 420 },
  [`${CORE}ProjectedVolumeSource`]: { defaultMode: 420 },
  [`${CORE}ServiceAccountTokenProjection`]: { expirationSeconds: 3600 },
  [`${CORE}HostPathVolumeSource`]: { type: '' },
  [`${CORE}PersistentVolumeClaimSpec`]: { volumeMode: 'Filesystem' },
  [`${CORE}PersistentVolumeClaim`]: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    status: { phase: 'Pending' },
  },
  [`${CORE}PersistentVolumeClaimStatus`]: { phase: 'Pending' },
  [`${CORE}PersistentVolumeSpec`]: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' },
  [`${CORE}ServiceSpec`]: {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: 'Cluster',
    allocateLoadBalancerNodePorts: true,
  },
  [`${CORE}ServicePort`]: { protocol: 'TCP', targetPort: (parent) => parent.port },
  [`${CORE}ClientIPConfig`]: { timeoutSeconds: 10800 },
  [`${CORE}Secret`]: { type: 'Opaque' },
  'io.k8s.api.apps.v1.DeploymentSpec': {
    replicas: 1,
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
  },
  'io.k8s.api.apps.v1.DeploymentStrategy': { type: 'RollingUpdate' },
  'io.k8s.api.apps.v1.RollingUpdateDeployment': { maxSurge: '25%', maxUnavailable: '25%' },
  'io.k8s.api.apps.v1.StatefulSetSpec': {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
  },
  'io.k8s.api.apps.v1.StatefulSetUpdateStrategy': { type: 'RollingUpdate' },
  'io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy': { partition: 0 },
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  },
  'io.k8s.api.apps.v1.DaemonSetSpec': { revisionHistoryLimit: 10 },
  'io.k8s.api.apps.v1.DaemonSetUpdateStrategy': { type: 'RollingUpdate' },
  'io.k8s.api.apps.v1.RollingUpdateDaemonSet': { maxSurge: 0, maxUnavailable: 1 },
  'io.k8s.api.apps.v1.ReplicaSetSpec': { replicas: 1 },
  'io.k8s.api.batch.v1.JobSpec': {
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    manualSelector: false,
  },
  'io.k8s.api.batch.v1.CronJobSpec': {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  },
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec': { minReplicas: 1 },
  'io.k8s.api.autoscaling.v2.HPAScalingRules': { selectPolicy: 'Max' },
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec': { minReplicas: 1 },
  'io.k8s.api.networking.v1.NetworkPolicyPort': { protocol: 'TCP' },
  'io.k8s.api.networking.v1.NetworkPolicySpec': { policyTypes: (parent) => policyTypes(parent) },
  'io.k8s.api.networking.v1.IngressClassParametersReference': { scope: 'Cluster' },
  'io.k8s.api.rbac.v1.RoleRef': { apiGroup: 'rbac.authorization.k8s.io' },
  'io.k8s.api.rbac.v1.Subject': {
    apiGroup: (parent) => (parent.kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io'),
  },
  'io.k8s.api.storage.v1.StorageClass': { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  'io.k8s.api.scheduling.v1.PriorityClass': { preemptionPolicy: 'PreemptLowerPriority' },
  'io.k8s.api.admissionregistration.v1.MutatingWebhook': {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    reinvocationPolicy: 'Never',
  },
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook': {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
  },
  'io.k8s.api.admissionregistration.v1.RuleWithOperations': { scope: '*' },
  'io.k8s.api.admissionregistration.v1.NamedRuleWithOperations': { scope: '*' },
  'io.k8s.api.admissionregistration.v1.ServiceReference': { port: 443 },
  'io.k8s.api.admissionregistration.v1.MatchResources': {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
  },
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec': { failurePolicy: 'Fail' },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion': { strategy: 'None' },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference': { port: 443 },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames': {
    listKind: (parent) => `${parent.kind}List`,
    singular: (parent) => String(parent.kind).toLowerCase(),
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': { port: 443 },
};

/** Struct fields that hold their zero value and none alike: the server drops `""`, `0` and `false` when it stores. */
const DROPPED_ZEROS: Readonly<Record<string, readonly string[]>> = {
  [`${CORE}EnvVar`]: ['value'],
  [`${CORE}VolumeMount`]: ['readOnly', 'subPath', 'subPathExpr'],
  [`${CORE}PodSpec`]: [
    'hostNetwork',
    'hostPID',
    'hostIPC',
    'serviceAccountName',
    'nodeName',
    'hostname',
    'subdomain',
    'priorityClassName',
  ],
  [`${CORE}Container`]: ['stdin', 'stdinOnce', 'tty', 'workingDir'],
  [`${CORE}ServiceSpec`]: [
    'publishNotReadyAddresses',
    'externalName',
    'loadBalancerIP',
    'healthCheckNodePort',
  ],
  [`${CORE}ContainerPort`]: ['hostPort', 'name', 'hostIP'],
  [`${CORE}ServicePort`]: ['nodePort', 'name'],
  [`${CORE}Probe`]: ['initialDelaySeconds'],
  [`${CORE}EmptyDirVolumeSource`]: ['medium'],
  'io.k8s.api.apps.v1.DeploymentSpec': ['minReadySeconds', 'paused'],
  'io.k8s.api.apps.v1.StatefulSetSpec': ['minReadySeconds', 'serviceName'],
  'io.k8s.api.apps.v1.DaemonSetSpec': ['minReadySeconds'],
  'io.k8s.api.scheduling.v1.PriorityClass': ['globalDefault'],
};

/** Whether `parent.field = value` is what the server fills in by itself. `parent` is the live struct. */
export function isDefault(type: Typed, field: string, value: Json, parent: Json | undefined): boolean {
  const rules = type.name === null ? undefined : DEFAULTS[type.name];
  const rule = rules !== undefined && Object.hasOwn(rules, field) ? rules[field] : undefined;
  if (rule !== undefined) {
    const expected = typeof rule === 'function' ? rule(isObject(parent) ? parent : {}) : rule;
    if (expected !== undefined && sameJson(expected, value)) return true;
  }
  return type.node.t === 'struct' && sameSchemaDefault(type, field, value);
}

function sameSchemaDefault(type: Typed, field: string, value: Json): boolean {
  if (type.node.t !== 'struct') return false;
  const ref = type.node.fields[field];
  const declared = ref === undefined || typeof ref === 'string' ? undefined : ref.default;
  return declared !== undefined && sameJson(declared, value);
}

/** Whether the server stores this zero value as if the field were not there. */
export function isDroppedZero(type: Typed, field: string, value: Json): boolean {
  if (value !== '' && value !== 0 && value !== false) return false;
  return type.name !== null && (DROPPED_ZEROS[type.name]?.includes(field) ?? false);
}

/** `Always` for `:latest` and for no tag at all, else `IfNotPresent`. */
function pullPolicy(image: Json | undefined): Json | undefined {
  if (typeof image !== 'string') return undefined;
  const [name = '', digest] = image.split('@');
  const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1];
  return digest === undefined && (tag === undefined || tag === 'latest') ? 'Always' : 'IfNotPresent';
}

function policyTypes(spec: JsonObject): Json {
  return spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}
