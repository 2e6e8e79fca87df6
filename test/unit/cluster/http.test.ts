import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHttp } from '../../../src/cluster/http.ts';
import { CancelledError } from '../../../src/errors.ts';
import { isObject } from '../../../src/object.ts';

/** A real server that counts its requests, and answers them as it is told. */
async function world(answer: (response: ServerResponse) => void, { timeout = 0 } = {}) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    answer(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: unknown = server.address();
  const controller = new AbortController();
  const http = await openHttp({
    server: `http://127.0.0.1:${isObject(address) ? address.port : ''}`,
    credentials: { insecure: false, headers: {} },
    headers: {},
    timeout,
    proxy: null,
    signal: controller.signal,
  });
  const get = () => http({ method: 'GET', path: '/' });
  return { get, cancel: () => controller.abort(), asked: () => asked };
}

describe('Ctrl-C', () => {
  it('between two requests lets no other start', async () => {
    const { get, cancel, asked } = await world((response) => response.end('{}'));
    expect((await get()).status).toBe(200);
    cancel();
    await expect(get()).rejects.toThrow(CancelledError);
    expect(asked()).toBe(1);
  });

  it('ends the requests that wait for an answer, and those that wait for their turn', async () => {
    const { get, cancel, asked } = await world(() => {});
    const all = Array.from({ length: 40 }, get);
    await expect.poll(asked).toBe(16);
    cancel();
    const ended = await Promise.allSettled(all);
    expect(ended.every((one) => one.status === 'rejected' && one.reason instanceof CancelledError)).toBe(
      true,
    );
    expect(asked()).toBe(16);
  });

  it('does not wait until a busy server wants to be asked again', async () => {
    const { get, cancel, asked } = await world((response) => {
      response.writeHead(429, { 'retry-after': '30' }).end();
    });
    const waiting = get();
    await expect.poll(asked).toBe(1);
    cancel();
    await expect(waiting).rejects.toThrow(CancelledError);
  });
});

it('says that it waited too long where the answer began and never ended', async () => {
  const { get } = await world((response) => response.writeHead(200).write('{"items": ['), { timeout: 200 });
  await expect(get()).rejects.toMatchObject({ code: 'TIMEOUT', facts: ['waited 0.2s'] });
});
