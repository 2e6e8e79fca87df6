import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { onTestFinished } from 'vitest';
import { isObject, stringOr } from '../../../src/object.ts';
import type { ClusterAddress } from './cluster.ts';
import { entries, kubeconfig } from './kubeconfig.ts';
import { relay } from './relay.ts';

/** Lets a server listen on this machine until the test ends, and returns its address. */
export async function open(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address: unknown = server.address();
  return `http://127.0.0.1:${isObject(address) ? address.port : ''}`;
}

/**
 * An HTTP door to the API server, in the administrator's name, which remembers who passed and when (milliseconds);
 * `refuses` says which requests are one too many.
 */
export async function door(
  { kubeconfig: file }: Pick<ClusterAddress, 'kubeconfig'>,
  refuses: (nth: number) => boolean = () => false,
) {
  const { cluster, user } = entries(file);
  const pem = (value: unknown) => Buffer.from(String(value), 'base64');
  const tls = {
    ca: pem(cluster['certificate-authority-data']),
    cert: pem(user['client-certificate-data']),
    key: pem(user['client-key-data']),
  };
  const requests: { readonly method: string; readonly at: number }[] = [];
  const refused: number[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', headers } = incoming;
    requests.push({ method, at: Date.now() });
    if (refuses(requests.length)) {
      refused.push(Date.now());
      outgoing.writeHead(429, { 'retry-after': '1' }).end('too many requests');
      return;
    }
    const url = new URL(incoming.url ?? '/', stringOr(cluster.server, ''));
    const onward = request(url, { ...tls, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      relay(answer, outgoing);
    });
    relay(incoming, onward);
    onward.on('error', () => outgoing.destroy());
  });
  return { config: kubeconfig({ server: await open(server) }, {}), requests, refused };
}
