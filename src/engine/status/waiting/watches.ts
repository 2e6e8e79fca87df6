import type { Http } from '../../../cluster/http.ts';
import { type Watched, watch } from '../../../cluster/watch.ts';
import { CancelledError, ClusterError } from '../../../errors.ts';
import type { KubeObject } from '../../../object.ts';

/** Streams of objects, each opened when it is first asked for. */
export interface Watches {
  /** What is there now, by `namespace/name`. Only where it `mayFail` it is ever unreadable. */
  readonly of: (watched: Watched, mayFail?: boolean) => Objects;
  /** Until something changes, at most `milliseconds`. Throws what ended a stream that may not fail. */
  readonly next: (milliseconds: number) => Promise<void>;
  /** Why the server cannot be reached for now. */
  readonly trouble: () => string | null;
  readonly end: () => Promise<void>;
}

export type Objects = ReadonlyMap<string, KubeObject> | 'pending' | 'unreadable';

interface Stream {
  objects: Objects;
  trouble: string | null;
  ended: Promise<void>;
}

/** Milliseconds in which many changes become one. */
const GATHER = 100;

export function openWatches(http: Http, cancelled: AbortSignal): Watches {
  const streams = new Map<string, Stream>();
  const controller = new AbortController();
  const failures: unknown[] = [];
  let isChanged = false;
  let wake: () => void = () => {};
  const change = () => {
    isChanged = true;
    wake();
  };
  cancelled.addEventListener('abort', change, { once: true });
  const open = (watched: Watched, mayFail: boolean): Stream => {
    const stream: Stream = { objects: 'pending', trouble: null, ended: Promise.resolve() };
    stream.ended = watch(http, watched, {
      onChange: (objects) => {
        stream.objects = objects;
        change();
      },
      onTrouble: (error) => {
        stream.trouble = error?.message ?? null;
        change();
      },
      signal: controller.signal,
    }).catch((error: unknown) => {
      if (mayFail && error instanceof ClusterError) stream.objects = 'unreadable';
      else failures.push(error);
      change();
    });
    return stream;
  };
  const sleep = (milliseconds: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, milliseconds);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  const check = () => {
    if (cancelled.aborted) throw new CancelledError();
    if (failures.length > 0) throw failures[0];
  };
  return {
    of: (watched, mayFail = false) => {
      const { resource, namespace, selectors } = watched;
      const key = JSON.stringify([resource.apiVersion, resource.plural, namespace, selectors]);
      const stream = streams.get(key) ?? open(watched, mayFail);
      streams.set(key, stream);
      return stream.objects;
    },
    next: async (milliseconds) => {
      check();
      if (!isChanged) await sleep(milliseconds);
      check();
      if (isChanged) await sleep(GATHER);
      isChanged = false;
      check();
    },
    trouble: () => [...streams.values()].find(({ trouble }) => trouble !== null)?.trouble ?? null,
    end: async () => {
      controller.abort();
      cancelled.removeEventListener('abort', change);
      await Promise.all([...streams.values()].map(({ ended }) => ended));
    },
  };
}
