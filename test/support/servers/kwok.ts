import { join } from 'node:path';
import { buildTool } from '../programs/build.ts';
import type { Cluster } from './cluster.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { answers, freePorts } from './ports.ts';
import { eventually } from './supervisor.ts';

const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'kwok',
    annotations: { 'kwok.x-k8s.io/node': 'fake' },
    labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': 'kwok' },
  },
  status: {
    allocatable: { cpu: '64', memory: '256Gi', pods: '1000' },
    capacity: { cpu: '64', memory: '256Gi', pods: '1000' },
  },
};

/** There is no scheduler here: the API server itself puts every Pod on the one node. */
const placement = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'kwok-placement' },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] },
        ],
      },
      matchConditions: [{ name: 'unplaced', expression: '!has(object.spec.nodeName)' }],
      reinvocationPolicy: 'Never',
      mutations: [
        {
          patchType: 'ApplyConfiguration',
          applyConfiguration: { expression: 'Object{spec: Object.spec{nodeName: "kwok"}}' },
        },
      ],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: 'kwok-placement' },
    spec: { policyName: 'kwok-placement' },
  },
];

/**
 * Starts kwok, which plays the kubelet of one node: Pods run and become ready within a second or two, Jobs complete.
 * With `stop` the node and its Pods are gone.
 */
export async function startKwok(cluster: Cluster): Promise<Pick<Daemon, 'stop' | 'lastWords'>> {
  const program = await buildTool('kwok');
  const [port = 0] = await freePorts(1);
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [node, ...placement] });
  await cluster.run(['apply', '--server-side', '-f', '-'], { input });
  const args = ['--kubeconfig', cluster.kubeconfig, '--manage-all-nodes=true', '--node-ip=127.0.0.1'];
  const daemon = await startDaemon(program, [...args, `--server-address=127.0.0.1:${port}`], {
    log: join(cluster.dir, 'kwok.log'),
    env: { HOME: cluster.dir },
    ready: () => answers(`http://127.0.0.1:${port}/healthz`),
  });
  // a Pod that comes before the policy is heeded would never be placed
  await eventually('the policy that places Pods', 30_000, async () => {
    const probe = ['run', 'probe', '--image=nginx', '--dry-run=server', '-o', 'jsonpath={.spec.nodeName}'];
    return (await cluster.attempt(probe)).stdout === 'kwok';
  });
  const stop = async () => {
    await cluster.run(['delete', '--ignore-not-found', '-f', '-'], { input });
    await daemon.stop();
  };
  return { stop, lastWords: daemon.lastWords };
}
