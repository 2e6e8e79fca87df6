import { createServer, connect as dial, type Server, type Socket } from 'node:net';

export interface DelayProxy {
  readonly port: number;
  readonly close: () => void;
}

/** A TCP relay that holds every byte back for half of `roundTrip` milliseconds each way: a network, on one machine. */
export async function delayProxy(target: URL, roundTrip: number): Promise<DelayProxy> {
  const server: Server = createServer((client) => {
    const upstream = dial(Number(target.port), target.hostname);
    relay(client, upstream, roundTrip / 2);
    relay(upstream, client, roundTrip / 2);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return { port: address.port, close: () => server.close() };
}

function relay(from: Socket, to: Socket, delay: number): void {
  from.setNoDelay(true);
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), delay));
  from.on('end', () => setTimeout(() => to.end(), delay));
  from.on('error', () => to.destroy());
}
