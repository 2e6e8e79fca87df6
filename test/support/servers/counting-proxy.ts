import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { relay } from './relay.ts';
import { folder } from '../repository.ts';

export interface CountingProxy extends AsyncDisposable {
  readonly kubeconfig: string;
}

/** The same API server at another address (kubectl proxy does the login), where every request is written down. */
export async function countingProxy(cluster: Cluster, requests: string[]): Promise<CountingProxy> {
  const kubectl = spawn(cluster.kubectl, ['proxy', '--port=0'], {
    env: { ...process.env, KUBECONFIG: cluster.kubeconfig },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(kubectl.stdout, 'data');
  const port = /:(\d+)/.exec(String(said))?.[1] ?? '';
  const server = createServer((incoming, answer) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const { method, url, headers } = incoming;
    const onward = request(
      { port, method, path: url, headers: { ...headers, host: `127.0.0.1:${port}` } },
      (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        relay(response, answer);
      },
    );
    relay(incoming, onward);
    onward.on('error', () => answer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const kubeconfig = join(folder(), 'kubeconfig');
  const at = typeof address === 'object' && address !== null ? address.port : 0;
  const name = 'counted';
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [{ name, context: { cluster: name } }],
      clusters: [{ name, cluster: { server: `http://127.0.0.1:${at}` } }],
    }),
  );
  return {
    kubeconfig,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      kubectl.kill();
      await once(kubectl, 'exit');
    },
  };
}
