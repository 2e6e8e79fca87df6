import { ClusterError, type GitopsError } from '../errors.ts';
import { isObject, type JsonObject, type KubeObject, namespaceOf, objectAt, stringOr } from '../object.ts';
import type { Resource } from './discovery.ts';
import { type Http, parseJson } from './http.ts';
import { listVersioned, objectsOf } from './live.ts';
import { statusError } from './status-error.ts';
import { urlOf } from './urls.ts';

/** What is watched: objects of one kind, in one namespace or all, as far as the selectors match. */
export interface Watched {
  readonly resource: Resource;
  /** null: all. */
  readonly namespace: string | null;
  readonly selectors: Readonly<Record<string, string>>;
  /** Only names, labels and annotations are sent: of Secrets nothing else is needed. */
  readonly metadataOnly?: boolean;
}

export interface Watching {
  /** Everything that is there now, by `namespace/name`; called after the list, and after each change. */
  readonly onChange: (objects: ReadonlyMap<string, KubeObject>) => void;
  /** The server cannot be reached for the moment; null: it can again. */
  readonly onTrouble: (error: GitopsError | null) => void;
  /** Ends it, which is no error. */
  readonly signal: AbortSignal;
}

/** Seconds after which the server is to end a stream by itself: what died unseen on the way is then opened anew. */
const AT_MOST = 290;
/** The server sends a bookmark every minute. */
const SILENCE = 100_000;
const [FIRST_PAUSE, LONGEST_PAUSE] = [500, 15_000];
/** In a row, after which it is given up: some two minutes. */
const FAILURES = 12;
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/**
 * Lists once, then goes on from that version: a stream that ends is taken up where it was, and a version that the
 * server has forgotten (410) is listed anew. Ends with the signal. Throws ClusterError where it may not be read, at
 * once where the server cannot be reached at first, and later once it could not be for minutes.
 */
export async function watch(http: Http, watched: Watched, watching: Watching): Promise<void> {
  const { signal, onTrouble } = watching;
  let state: State | null = null;
  let failures = 0;
  const onOpen = () => {
    if (failures > 0) onTrouble(null);
    failures = 0;
  };
  while (!signal.aborted) {
    const began = performance.now();
    try {
      state ??= await listed(http, watched, watching);
      state = await streamed(http, watched, state, { ...watching, onOpen });
      // something on the way may end every stream at once
      if (performance.now() - began < FIRST_PAUSE) await pause(FIRST_PAUSE, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error) || state === null || ++failures > FAILURES) throw error;
      onTrouble(error);
      await pause(Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE), signal);
    }
  }
}

interface State {
  readonly objects: Map<string, KubeObject>;
  resourceVersion: string;
}

async function listed(http: Http, watched: Watched, { onChange }: Watching): Promise<State> {
  const { resource, namespace, selectors, metadataOnly } = watched;
  const accept = metadataOnly === true ? METADATA_LIST : undefined;
  const { objects, resourceVersion } = await listVersioned(http, resource, namespace, selectors, accept);
  const state = { objects: new Map(objects.map((one) => [keyOf(one), one])), resourceVersion };
  onChange(state.objects);
  return state;
}

/** Until the server ends it. null: the version is forgotten. */
async function streamed(
  http: Http,
  watched: Watched,
  state: State,
  { onChange, onOpen, signal }: Watching & { readonly onOpen: () => void },
): Promise<State | null> {
  const { resource, namespace, selectors, metadataOnly } = watched;
  let isGone = false;
  const onLine = (line: string) => {
    const event = eventOf(line);
    if (event.type === 'ERROR') {
      const { code } = objectAt(event.object);
      if (code !== 410) throw brokenOff(event.object);
      isGone = true;
      return;
    }
    const [object] = objectsOf({ items: [event.object] }, resource);
    if (event.type === 'BOOKMARK') {
      state.resourceVersion = stringOr(
        objectAt(event.object, 'metadata').resourceVersion,
        state.resourceVersion,
      );
      return;
    }
    if (object === undefined) return;
    state.resourceVersion = stringOr(object.metadata.resourceVersion, state.resourceVersion);
    if (event.type === 'DELETED') state.objects.delete(keyOf(object));
    else state.objects.set(keyOf(object), object);
    onChange(state.objects);
  };
  const query = new URLSearchParams({
    ...selectors,
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: state.resourceVersion,
    timeoutSeconds: String(AT_MOST),
  });
  const request = {
    method: 'GET',
    path: `${urlOf(resource, namespace)}?${query}`,
    ...(metadataOnly === true ? { accept: METADATA } : {}),
    stream: { onOpen, onLine, signal, silence: SILENCE },
  } as const;
  const response = await http(request);
  if (response.status === 410) return null;
  if (response.status !== 200) throw statusError(request, response);
  return isGone ? null : state;
}

function eventOf(line: string): { readonly type: string; readonly object: JsonObject } {
  const { type, object } = objectAt(parseJson(Buffer.from(line)));
  return { type: stringOr(type, ''), object: isObject(object) ? object : {} };
}

function brokenOff(status: JsonObject): ClusterError {
  return new ClusterError('WATCH_ENDED', `the API server ended a watch: ${stringOr(status.message, '?')}`);
}

/** What may be over in a moment: a server that restarts, a network that is gone. */
function isPassing(error: unknown): error is ClusterError {
  return (
    error instanceof ClusterError &&
    ['UNREACHABLE', 'TIMEOUT', 'THROTTLED', 'SERVER_ERROR', 'WATCH_ENDED'].includes(error.code)
  );
}

function keyOf(object: KubeObject): string {
  return `${namespaceOf(object) ?? ''}/${object.metadata.name}`;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish, { once: true });
  });
}
