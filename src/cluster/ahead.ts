import type { Http, Response } from './http.ts';

/** A way to the server that can be asked before the answer is wanted. */
export interface Ahead {
  /** What was asked ahead is answered from that, once. */
  readonly http: Http;
  readonly ask: (path: string) => void;
}

export function askingAhead(http: Http): Ahead {
  const early = new Map<string, Promise<Response>>();
  return {
    http: (request) => {
      const { method, path, accept } = request;
      const found = method === 'GET' && accept === undefined ? early.get(path) : undefined;
      if (found === undefined) return http(request);
      early.delete(path);
      return found;
    },
    ask: (path) => {
      if (early.has(path)) return;
      const response = http({ method: 'GET', path });
      // told when it is wanted, if ever
      response.catch(() => undefined);
      early.set(path, response);
    },
  };
}
