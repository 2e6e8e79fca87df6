/** Numbers that repeat for a seed: a failing run names its seed, and SEED=N plays it again. */
export interface Dice {
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
}

export function dice(seed: number): Dice {
  let state = seed;
  const roll = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return {
    chance: (probability) => roll() < probability,
    pick: (items) => {
      const item = items[Math.floor(roll() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

/** Manifests as people write them: odd spellings, empty values, defaults spelled out and left out. */
export function manifests(namespace: string, { chance, pick }: Dice): string {
  const maybe = (probability: number, text: string) => (chance(probability) ? text : '');
  const container = (name: string) => `
        - name: ${name}
          image: ${pick(['nginx', 'nginx:1.27', 'registry.example/app@sha256:0000000000000000000000000000000000000000000000000000000000000001'])}
          ${maybe(0.5, `resources: {limits: {memory: ${pick(['256Mi', '0.25Gi', '268435456', '1e9'])}, cpu: ${pick(['500m', '0.5', '1', '1000m'])}}}`)}
          ${maybe(0.5, `ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}, {containerPort: 53, name: dns-tcp}]`)}
          ${maybe(0.5, `env: [{name: EMPTY, value: ""}, {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]`)}
          ${maybe(0.4, `livenessProbe: ${pick(['{httpGet: {port: 80}}', '{tcpSocket: {port: 80}, periodSeconds: 5}', '{exec: {command: [sh, -c, "true"]}}', '{grpc: {port: 9000}}'])}`)}
          ${maybe(0.3, `args: ["--a", "--b=${pick(['1', '2'])}"]`)}
          ${maybe(0.4, 'volumeMounts: [{name: tmp, mountPath: /tmp, readOnly: false}, {name: conf, mountPath: /conf}]')}
          ${maybe(0.3, 'securityContext: {privileged: false, capabilities: {drop: [ALL]}}')}`;
  const pod = (labels: string, restart = '') => `
    metadata: {labels: ${labels}${maybe(0.3, ', annotations: {n: "1", empty: ""}')}}
    spec:
      ${restart}
      ${maybe(0.3, 'hostNetwork: false')}
      ${maybe(0.3, 'nodeSelector: {}')}
      ${maybe(0.3, 'serviceAccountName: default')}
      ${maybe(0.3, 'tolerations: [{key: a, operator: Exists}]')}
      ${maybe(0.3, 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]')}
      ${maybe(0.3, 'affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: host, labelSelector: {matchLabels: {app: web}}}}]}}')}
      initContainers: [{name: first, image: busybox}, {name: second, image: busybox}]
      volumes: [{name: tmp, emptyDir: {}}, {name: conf, projected: {sources: [{configMap: {name: conf, items: [{key: a, path: a, mode: 0644}]}}, {downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}]}}]
      containers:${container('web')}${maybe(0.4, container('side'))}`;
  const meta = (name: string) =>
    `metadata: {name: ${name}, namespace: ${namespace}${maybe(0.3, ', labels: {team: a}')}${maybe(0.2, ', annotations: {}')}}`;
  return `apiVersion: apps/v1
kind: Deployment
${meta('web')}
spec:
  ${maybe(0.6, 'replicas: 2')}
  ${maybe(0.3, `strategy: ${pick(['{}', '{type: Recreate}', '{rollingUpdate: {maxSurge: 1}}'])}`)}
  selector: {matchLabels: {app: web}}
  template:${pod('{app: web}')}
---
apiVersion: apps/v1
kind: StatefulSet
${meta('db')}
spec:
  serviceName: ${pick(['db', '""'])}
  selector: {matchLabels: {app: db}}
  template:${pod('{app: db}')}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${pick(['1Gi', '1024Mi'])}}}}}]
---
apiVersion: apps/v1
kind: DaemonSet
${meta('agent')}
spec:
  selector: {matchLabels: {app: agent}}
  template:${pod('{app: agent}')}
---
apiVersion: batch/v1
kind: CronJob
${meta('nightly')}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template: {spec: {restartPolicy: Never, containers: [{name: job, image: busybox}]}}
---
apiVersion: v1
kind: Service
${meta('web')}
spec:
  ${maybe(0.4, `type: ${pick(['ClusterIP', 'NodePort', 'LoadBalancer'])}`)}
  selector: {app: web}
  ports: [{port: 80, name: http}, {port: 53, protocol: UDP, name: dns}, {port: 53, name: dns-tcp}]
---
apiVersion: v1
kind: ConfigMap
${meta('conf')}
data: {a: "1", multi: "x\\ny\\n", none: ""}
---
apiVersion: v1
kind: Secret
${meta('sec')}
stringData: {token: hunter22}
data: {raw: ${pick(['YWJj', '"YWJj\\n"'])}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
${meta('web')}
spec:
  rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
${meta('web')}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {a: b}}}], ports: [{port: 80}]}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${meta('agent')}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: other}, maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
${meta('web')}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
${meta('reader')}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
${meta('reader')}
roleRef: {kind: Role, name: reader, apiGroup: rbac.authorization.k8s.io}
subjects: [{kind: ServiceAccount, name: default}]
---
apiVersion: v1
kind: PersistentVolumeClaim
${meta('files')}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 0.5Gi}}}
`.replaceAll(/^\s+\n/gm, '');
}
