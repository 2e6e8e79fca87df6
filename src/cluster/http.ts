import type { Agent, IncomingMessage, RequestOptions } from 'node:http';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CancelledError, ClusterError } from '../errors.ts';
import type { Json } from '../object.ts';
import type { Credentials } from './login/credentials.ts';
import { Gate } from './gate.ts';
import { linesOf, type Streaming } from './stream.ts';
import { transportError } from './transport-error.ts';

export interface Request {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly ifNoneMatch?: string;
  /** The answer is a stream without an end of its own: it is handed over line by line, beside the other requests. */
  readonly stream?: Streaming;
}

export interface Response {
  readonly status: number;
  readonly type: string;
  readonly etag: string | null;
  /** `Warning: 299` headers: deprecations and what the server dropped. */
  readonly warnings: readonly string[];
  readonly body: Buffer;
  /** Milliseconds, as the server asks for. */
  readonly retryAfter?: number;
}

export interface Endpoint {
  readonly server: string;
  readonly credentials: Credentials;
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Milliseconds a request may take; 0: as long as it takes. */
  readonly timeout: number;
  readonly proxy: string | null;
  readonly signal: AbortSignal;
}

export type Http = (request: Request) => Promise<Response>;

/** An import would ask it for all that it exports, its WebSocket too, which loads another HTTP client: 45 ms. */
const http = process.getBuiltinModule('node:http');
const inflate = promisify(gunzip);
const CONCURRENCY = 16;
/** Streams that may be open at once. */
export const STREAMS = 64;
const RETRIES = 5;

/**
 * Raw JSON over one keep-alive agent: client-node's own client opens a TLS connection per request and drops
 * fields its model does not know. Slows down on 429, honours Retry-After.
 */
export async function openHttp(endpoint: Endpoint): Promise<Http> {
  const url = new URL(endpoint.server);
  const agent = await agentFor(endpoint, url, CONCURRENCY);
  // streams never give their connection back: they must not stand in the way of the others
  let streams: Promise<Agent> | undefined;
  const gate = new Gate(CONCURRENCY);
  // compressing costs a server next door more than sending
  const encoding = /^(127\.|localhost$|\[::1\])/.test(url.hostname) ? {} : { 'accept-encoding': 'gzip' };
  const prefix = url.pathname.replace(/\/+$/, '');
  const send = async (request: Request): Promise<Response> => {
    if (request.stream !== undefined) streams ??= agentFor(endpoint, url, STREAMS);
    const headers = {
      accept: request.accept ?? 'application/json',
      ...(request.stream === undefined ? encoding : {}),
      ...endpoint.credentials.headers,
      ...endpoint.headers,
      ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
      // node frames the body of a DELETE only when its length is told
      ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      ...(request.ifNoneMatch === undefined ? {} : { 'if-none-match': request.ifNoneMatch }),
    };
    const options: RequestOptions = {
      protocol: url.protocol,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      method: request.method,
      path: prefix + request.path,
      agent: request.stream === undefined ? agent : ((await streams) ?? agent),
      headers,
    };
    return exchange(options, request, endpoint);
  };
  return (request) => {
    const work = () => withRetries(request, send, gate, endpoint.signal);
    return request.stream === undefined ? gate.run(work) : work();
  };
}

async function withRetries(request: Request, send: Http, gate: Gate, signal: AbortSignal): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await send(request);
    if (response.status !== 429 || attempt > RETRIES) return response;
    gate.slowDown();
    await pause(response.retryAfter ?? 250 * 2 ** attempt, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(new CancelledError());
  return new Promise((done, fail) => {
    const timer = setTimeout(finish, milliseconds);
    function finish() {
      signal.removeEventListener('abort', cancel);
      done();
    }
    function cancel() {
      clearTimeout(timer);
      fail(new CancelledError());
    }
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function exchange(options: RequestOptions, { body, stream }: Request, endpoint: Endpoint): Promise<Response> {
  if (endpoint.signal.aborted) return Promise.reject(new CancelledError());
  const answered = new Promise<Response>((done, fail) => {
    const transport = options.protocol === 'https:' ? https : http;
    const sent = transport.request(options);
    const cancel = () => sent.destroy(new CancelledError());
    const settled = () => {
      clearTimeout(timer);
      endpoint.signal.removeEventListener('abort', cancel);
      stream?.signal.removeEventListener('abort', cancel);
    };
    const timer =
      endpoint.timeout === 0
        ? undefined
        : setTimeout(
            () => sent.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
            endpoint.timeout,
          );
    endpoint.signal.addEventListener('abort', cancel, { once: true });
    if (stream?.signal.aborted === true) cancel();
    stream?.signal.addEventListener('abort', cancel, { once: true });
    sent.on('error', (error) => {
      settled();
      fail(error);
    });
    sent.on('response', (message) => {
      // a stream is bounded by what it says, not by how long it takes
      if (stream !== undefined && message.statusCode === 200) clearTimeout(timer);
      read(message, stream).then(done, fail).finally(settled);
    });
    sent.end(body);
  });
  // also what is thrown before anything is sent: keys that do not fit, a token that no header can hold
  return answered.catch((error: unknown) => {
    throw endpoint.signal.aborted || stream?.signal.aborted === true
      ? new CancelledError()
      : transportError(error, endpoint);
  });
}

async function read(message: IncomingMessage, stream: Streaming | undefined): Promise<Response> {
  const isStream = stream !== undefined && message.statusCode === 200;
  const raw = isStream ? await linesOf(message, stream) : await bytesOf(message);
  const seconds = Number(message.headers['retry-after']);
  return {
    status: message.statusCode ?? 0,
    type: message.headers['content-type'] ?? '',
    etag: message.headers.etag ?? null,
    warnings: warningsOf(message),
    body: message.headers['content-encoding'] === 'gzip' ? await inflate(raw) : raw,
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfter: Math.min(seconds, 30) * 1000 } : {}),
  };
}

/** An iteration would cost as much again as everything else of a small answer. */
function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done, fail) => {
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => done(Buffer.concat(chunks)));
    message.on('error', fail);
    message.on('close', () => {
      if (!message.complete) fail(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    });
  });
}

/** `299 - "text"`, several in one header. */
function warningsOf(message: IncomingMessage): readonly string[] {
  const header = message.headers.warning;
  if (header === undefined) return [];
  return [...String(header).matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  );
}

/** Throws ClusterError where it is no JSON: somebody else answered, such as a proxy's login page. */
export function parseJson(body: Buffer): Json {
  const text = body.toString('utf8');
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new ClusterError('SERVER_ERROR', 'what answers at the address of the API server sends no JSON', {
      facts: [text.trim().split('\n', 1).join().slice(0, 200)],
      hint: 'check the address, and what proxy stands before it: kubectl config view --minify',
      cause,
    });
  }
}

async function agentFor(endpoint: Endpoint, url: URL, maxSockets: number): Promise<Agent> {
  const { credentials, proxy } = endpoint;
  const { ca, cert, key, servername, insecure } = credentials;
  const options = {
    keepAlive: true,
    maxSockets,
    rejectUnauthorized: !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
  };
  if (proxy !== null) {
    const { proxyAgent } = await import('./proxy.ts');
    return proxyAgent(proxy, url.protocol, options);
  }
  if (url.protocol !== 'https:') return new http.Agent({ keepAlive: true, maxSockets });
  try {
    // keys are read once, not by each of the connections
    return new https.Agent({ ...options, secureContext: createSecureContext(options) });
  } catch (error) {
    throw transportError(error, endpoint);
  }
}
