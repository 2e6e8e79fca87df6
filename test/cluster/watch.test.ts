import { createServer } from 'node:http';
import { request as secureRequest } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Http } from '../../src/cluster/http.ts';
import { openHttp } from '../../src/cluster/http.ts';
import { watch } from '../../src/cluster/watch.ts';
import type { GitopsError } from '../../src/errors.ts';
import { isObject, type KubeObject, objectAt, stringOr } from '../../src/object.ts';
import { client } from '../support/servers/client.ts';
import { type Cluster, startCluster } from '../support/servers/cluster.ts';
import { entries } from '../support/servers/kubeconfig.ts';
import { relay } from '../support/servers/relay.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { eventually } from '../support/servers/supervisor.ts';

const configMaps = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: [],
  namespaced: true,
  verbs: ['list', 'watch'],
};
/** A door to the real server whose streams can be cut; `through` may change what the nth stream asks. */
async function door({
  cluster = sharedCluster(),
  through = (path: string, _nth: number) => path,
}: {
  cluster?: Cluster;
  through?: (path: string, nth: number) => string;
} = {}) {
  let nth = 0;
  const { cluster: entry, user } = entries(cluster.kubeconfig);
  const pem = (value: unknown) => Buffer.from(String(value), 'base64');
  const tls = {
    ca: pem(entry['certificate-authority-data']),
    cert: pem(user['client-certificate-data']),
    key: pem(user['client-key-data']),
  };
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '/';
    const path = url.includes('watch=1') ? through(url, ++nth) : url;
    asked.push(path);
    const target = new URL(path, stringOr(entry.server, ''));
    const onward = secureRequest(target, { ...tls, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      outgoing.flushHeaders();
      relay(answer, outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: unknown = server.address();
  const http = await openHttp({
    server: `http://127.0.0.1:${isObject(address) ? address.port : ''}`,
    credentials: { insecure: false, headers: {} },
    headers: {},
    timeout: 10_000,
    proxy: null,
    signal: new AbortController().signal,
  });
  const streams = () => asked.filter((path) => path.includes('watch=1'));
  return {
    http,
    streams,
    lists: () => asked.length - streams().length,
    cut: () => server.closeAllConnections(),
  };
}

/** Watches the ConfigMaps of a new namespace until the test ends. */
async function watched(http: Http, { metadataOnly = false, cluster = sharedCluster() } = {}) {
  const namespace = await cluster.namespace('watch');
  const resource = configMaps;
  const seen: string[][] = [];
  const troubles: (string | null)[] = [];
  let last: readonly KubeObject[] = [];
  const controller = new AbortController();
  const ended = watch(
    http,
    { resource, namespace, selectors: { labelSelector: 'app=web' }, metadataOnly },
    {
      onChange: (objects) => {
        last = [...objects.values()];
        seen.push(last.map(({ metadata }) => metadata.name).sort());
      },
      onTrouble: (error: GitopsError | null) => troubles.push(error?.code ?? null),
      signal: controller.signal,
    },
  );
  onTestFinished(() => controller.abort());
  const until = (...names: readonly string[]) =>
    eventually(`to see ${names}`, 20_000, async () => seen.at(-1)?.join() === names.join());
  const create = async (name: string) => {
    const metadata = { name, namespace, labels: { app: 'web' } };
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'b' } });
    await cluster.run(['create', '-f', '-'], { input });
  };
  const remove = (name: string) => cluster.run(['delete', resource.plural, name, '-n', namespace]);
  await eventually('the list', 10_000, async () => seen.length > 0);
  const run = (...args: readonly string[]) => cluster.run([...args, '-n', namespace]);
  return {
    run,
    until,
    create,
    remove,
    ended,
    stop: () => controller.abort(),
    troubles,
    objects: () => last,
  };
}

it('sees what is created, changed and deleted, with one list and one stream', async () => {
  const { http, streams, lists } = await door();
  const { until, create, remove, ended, stop, objects, run } = await watched(http);
  await create('a');
  await until('a');
  await create('b');
  await until('a', 'b');
  await run('patch', 'configmap', 'a', '-p', '{"data":{"a":"c"}}');
  await eventually('the change', 10_000, async () => objects().some(({ data }) => objectAt(data).a === 'c'));
  await remove('a');
  await until('b');
  // what no longer matches the selector is gone, too
  await run('label', 'configmap', 'b', 'app-');
  await until();
  expect([lists(), streams().length]).toEqual([1, 1]);
  stop();
  await ended;
});

it('goes on where it was after the stream was cut off, and lists nothing again', async () => {
  const { http, streams, lists, cut } = await door();
  const { until, create, troubles } = await watched(http);
  await create('a');
  await until('a');
  await eventually('a stream', 10_000, async () => streams().length === 1);
  cut();
  await create('b');
  await until('a', 'b');
  expect([lists(), streams().length]).toEqual([1, 2]);
  expect(troubles).toEqual(['UNREACHABLE', null]);
});

it('goes on from the last bookmark where nothing of its own happened', async () => {
  // a bookmark comes two seconds before the end at the latest
  const { http, streams } = await door({
    through: (path) => path.replace(/timeoutSeconds=\d+/, 'timeoutSeconds=4'),
  });
  const { run } = await watched(http);
  await run('create', 'configmap', 'unrelated');
  await eventually('a second stream', 20_000, async () => streams().length === 2);
  const [first, second] = streams().map((path) => Number(/resourceVersion=(\d+)/.exec(path)?.[1]));
  expect(second).toBeGreaterThan(first ?? Number.NaN);
});

it('lists anew what the server has forgotten: 410 Gone', async () => {
  const forgetful = await startCluster({
    apiserverArgs: ['--watch-cache=false', '--etcd-compaction-interval=1s'],
  });
  onTestFinished(forgetful.stop);
  const { http, streams, lists, cut } = await door({
    cluster: forgetful,
    through: (path, nth) => (nth === 2 ? path.replace(/resourceVersion=\d+/, 'resourceVersion=1') : path),
  });
  const { until, create, remove } = await watched(http, { cluster: forgetful });
  await create('a');
  await until('a');
  await eventually('a stream', 10_000, async () => streams().length === 1);
  await setTimeout(4000);
  cut();
  await remove('a');
  await create('b');
  await until('b');
  expect([lists(), streams().length]).toEqual([2, 3]);
});

it('of metadata alone sends no data', async () => {
  const { http } = await door();
  const { until, create, objects } = await watched(http, { metadataOnly: true });
  await create('a');
  await until('a');
  expect(objects()).toMatchObject([{ kind: 'ConfigMap', metadata: { name: 'a', labels: { app: 'web' } } }]);
  expect(objects()[0]?.data).toBeUndefined();
});

it('says at once which right is missing', async () => {
  const kubeconfig = await sharedCluster().user({ name: 'nobody' });
  const http = await client(kubeconfig);
  const ended = watch(
    http,
    { resource: configMaps, namespace: 'default', selectors: {} },
    { onChange: () => {}, onTrouble: () => {}, signal: new AbortController().signal },
  );
  await expect(ended).rejects.toMatchObject({
    code: 'FORBIDDEN',
    hint: 'ask for the right; see: kubectl auth can-i list configmaps -n default',
  });
});
