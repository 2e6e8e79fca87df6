import { expect, it } from 'vitest';
import { credentialsFor } from '../../../src/cluster/login/credentials.ts';
import { openHttp } from '../../../src/cluster/http.ts';
import { readConnection } from '../../../src/cluster/login/kubeconfig.ts';
import { mapLimit } from '../../../src/io.ts';
import { door } from '../../support/servers/door.ts';
import { buildPlugin, runMeasured } from '../../support/measured.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const MANY = 10_000;
const A_FILE = 500;

const nameOf = (index: number) => `settings-${index}`;

const config = (namespace: string, index: number) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${nameOf(index)}
  namespace: ${namespace}
  labels: {app: ${nameOf(index)}, team: many}
data:
  color: green
  index: "${index}"
  text: |
${'    a line\n'.repeat(20)}`;

/** Server-side apply as kubectl does it, 16 at once: kubectl itself would take minutes. */
async function applyAll(kubeconfig: string, namespace: string): Promise<void> {
  const deps = {
    cwd: folder(),
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    signal: new AbortController().signal,
  };
  const connection = readConnection(deps, { kubeconfig });
  const { server } = connection;
  const credentials = await credentialsFor(connection, deps);
  const http = await openHttp({
    server,
    credentials,
    headers: {},
    timeout: 0,
    proxy: null,
    signal: deps.signal,
  });
  const indices = Array.from({ length: MANY }, (_, index) => index);
  const codes = await mapLimit(indices, 16, async (index) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps/${nameOf(index)}?fieldManager=kubectl`;
    const body = config(namespace, index);
    const contentType = 'application/apply-patch+yaml';
    return (await http({ method: 'PATCH', path, contentType, body })).status;
  });
  expect(new Set(codes)).toEqual(new Set([201]));
}

function files(namespace: string): Readonly<Record<string, string>> {
  const texts = Array.from({ length: MANY / A_FILE }, (_, file) => {
    const objects = Array.from({ length: A_FILE }, (_, index) => config(namespace, file * A_FILE + index));
    return [`${file}.yaml`, objects.join('---\n')];
  });
  return Object.fromEntries(texts);
}

it('finds the one drifted object among 10,000, within 300 MB and in few requests', {
  timeout: 600_000,
}, async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('many');
  const repo = repository(files(namespace));
  await applyAll(cluster.kubeconfig, namespace);
  const patch = ['patch', 'configmap', nameOf(7_777), '-n', namespace, '-p', '{"data":{"color":"red"}}'];
  await cluster.run(patch);

  const plugin = await buildPlugin();
  const { config: kubeconfig, requests } = await door(cluster);
  const env = { KUBECONFIG: kubeconfig, XDG_CACHE_HOME: folder() };
  for (const cache of ['cold', 'warm']) {
    const outcome = await runMeasured(plugin, ['diff', '-o', 'json'], { cwd: repo.dir, env });
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      summary: { objects: MANY, inSync: MANY - 1, drifted: 1 },
      objects: [
        {
          name: nameOf(7_777),
          compared: 'server',
          changes: [{ path: '.data.color', git: 'green', live: 'red', owner: { manager: 'kubectl-patch' } }],
        },
      ],
    });
    expect(outcome.megabytes, `${cache} cache`).toBeLessThan(300);
    // pages, and what there is to know before: nothing for every object
    const asked = requests.splice(0);
    expect(asked.length).toBeLessThan(MANY / 100);
    expect(asked.filter(({ method }) => method !== 'GET').length).toBeLessThan(5);
  }
});
