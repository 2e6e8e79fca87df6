import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { isArray, isObject } from '../../object.ts';
import { parse } from '../fields.ts';
import { JqError, type JqPaths, type JqResult } from './ignore.ts';

export interface JqRun {
  readonly query: string;
  readonly input: string;
}
export type JqReply = { readonly output: string } | { readonly error: string };

const LIMIT = 1000;
/** Every run leaves its arguments on jq's stack of 1 MB; well before it is full a new worker takes over. */
const MOST_LEFT = 256 * 1024;

/**
 * jq in a thread of its own, started by the first expression: an expression may never end, and only from outside
 * can that be noticed. The thread never keeps the process alive.
 */
export function jqPaths(limit = LIMIT): JqPaths {
  let jq: Promise<Worker> | undefined;
  let left = 0;
  let last: Promise<unknown> = Promise.resolve();
  let endless: JqError | undefined;
  const ask = async (run: JqRun): Promise<JqReply> => {
    if (endless !== undefined) throw endless;
    left += 2 * run.query.length;
    if (left > MOST_LEFT) {
      await (await jq)?.terminate();
      jq = undefined;
      left = 0;
    }
    jq ??= startWorker();
    try {
      return await replyOf(await jq, run, limit);
    } catch (error) {
      // nobody waits a second for every other object to learn the same
      if (error instanceof JqError) endless = error;
      throw error;
    }
  };
  return (expression, objects) => {
    const input = objects.map((object) => JSON.stringify(object)).join('\n');
    const reply = last.then(() => ask({ query: queryOf(expression), input }));
    last = reply.catch(() => undefined);
    return reply.then((answer) => pathsOf(answer, objects.length));
  };
}

/** One line a value: its paths, or why there are none. A line break first: the expression may end in a comment. */
function queryOf(expression: string): string {
  return `try {paths: [path(${expression}\n)]} catch {error: (. | tostring)}`;
}

function pathsOf(reply: JqReply, count: number): readonly JqResult[] {
  if ('error' in reply) throw new JqError(reasonOf(reply.error));
  const lines = reply.output.split('\n').map((line) => parse(line) ?? null);
  if (lines.length !== count) throw new JqError(`it gave ${lines.length} answers for ${count} objects`);
  return lines.map((line) => {
    if (isObject(line) && isArray(line.paths)) return line.paths.filter(isArray);
    const error = isObject(line) ? line.error : null;
    // wrong whatever the object; anything else only says that this object has another shape
    if (typeof error === 'string' && error.startsWith('Invalid path expression')) throw new JqError(error);
    return [];
  });
}

/** `jq: error: syntax error, unexpected ')' at <top-level>, line 1:` without jq's frame and our own query. */
function reasonOf(message: string): string {
  const [first = ''] = message.replace(/^Failed to execute raw query: /, '').split('\n');
  return first
    .replace(/^jq: error: /, '')
    .replace(/(?: \(Unix shell quoting issues\?\))? at <top-level>.*$/, '');
}

async function startWorker(): Promise<Worker> {
  const file = import.meta.url.endsWith('.ts') ? './jq-worker.ts' : './jq-worker.mjs';
  const worker = new Worker(new URL(file, import.meta.url));
  await once(worker, 'message');
  worker.unref();
  return worker;
}

/** Past the limit the worker is left to itself: it cannot be reached any more, and it ends with the process. */
async function replyOf(worker: Worker, run: JqRun, limit: number): Promise<JqReply> {
  const expired = AbortSignal.timeout(limit);
  worker.ref();
  try {
    const reply = once(worker, 'message', { signal: expired });
    worker.postMessage(run);
    const [answer]: readonly unknown[] = await reply;
    if (!isReply(answer)) throw new Error('the jq worker gave no answer');
    return answer;
  } catch (error) {
    if (expired.aborted) throw new JqError(`it takes longer than ${limit / 1000} s`);
    throw error;
  } finally {
    worker.unref();
  }
}

function isReply(value: unknown): value is JqReply {
  return isObject(value) && (typeof value.output === 'string' || typeof value.error === 'string');
}
