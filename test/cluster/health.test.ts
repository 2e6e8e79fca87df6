import { expect, it } from 'vitest';
import { healthOf } from '../../src/health/health.ts';
import { isObject, type KubeObject } from '../../src/object.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

async function get(namespace: string, ...what: readonly string[]): Promise<KubeObject> {
  const value: unknown = JSON.parse(
    await sharedCluster().run(['get', ...what, '-n', namespace, '-o', 'json', '--show-managed-fields']),
  );
  if (!isKubeObject(value)) throw new Error(`no object: ${what.join(' ')}`);
  return value;
}

function isKubeObject(value: unknown): value is KubeObject {
  return isObject(value) && isObject(value.metadata) && typeof value.metadata.name === 'string';
}

/** A namespace with what the controllers of a cluster without nodes can and cannot bring to an end. */
async function shop(): Promise<string> {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('health');
  await cluster.run(['create', '-n', namespace, '-f', '-'], {
    input: `{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {count/jobs.batch: 0, pods: 0}}}
---
{apiVersion: v1, kind: Service, metadata: {name: public}, spec: {type: LoadBalancer, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: public, port: {number: 80}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: gone}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: kept, finalizers: [example.com/wait]}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: nginx}]}}
`,
  });
  // the quota counts once its controller has seen it
  await cluster.run(['wait', '--for=jsonpath={.status.hard.pods}=0', 'resourcequota/none', '-n', namespace]);
  await cluster.run(['create', 'deployment', 'web', '--image=nginx', '-n', namespace]);
  await cluster.run(['create', 'deployment', 'none', '--image=nginx', '--replicas=0', '-n', namespace]);
  await cluster.run(['delete', 'configmap', 'kept', '--wait=false', '-n', namespace]);
  return namespace;
}

it('tells what the controllers of a real cluster say', async () => {
  const namespace = await shop();
  const says = (what: string, state: string, message: RegExp | null) =>
    expect
      .poll(async () => healthOf(await get(namespace, what)), { timeout: 40_000, interval: 300 })
      .toEqual({ state, message: message === null ? null : expect.stringMatching(message) });
  await says('deployment/web', 'degraded', /^pods "web-[^"]*" is forbidden: exceeded quota: none/);
  await says('deployment/none', 'healthy', null);
  await says('daemonset/agent', 'healthy', null);
  await says('service/public', 'progressing', /load balancer/);
  await says('ingress/web', 'progressing', /ingress controller/);
  await says('pvc/disk', 'progressing', /^not bound yet: Pending$/);
  await says('configmap/kept', 'progressing', /^being deleted, waits for 1 finalizer$/);
  await says('hpa/web', 'degraded', /deployments\.apps "gone" not found$/);
  await sharedCluster().run([
    'patch',
    'configmap/kept',
    '-n',
    namespace,
    '-p',
    '{"metadata":{"finalizers":null}}',
  ]);
});
