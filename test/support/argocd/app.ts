import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isArray, isObject, type JsonObject, objectAt } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';
import type { TestRepository } from '../repository.ts';

export type SyncOptions = {
  readonly revision?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  readonly syncOptions?: readonly string[];
};

/** An Application of a running Argo CD, and what a test does with it. */
export type ArgoApp = {
  readonly name: string;
  /** Of the Application itself. */
  readonly namespace: string;
  /** Where its objects go, unless they say otherwise. */
  readonly target: string;
  readonly repo: TestRepository;
  /** The Application as it is stored now. */
  get(): Promise<JsonObject>;
  status(): Promise<JsonObject>;
  /** Commits, and waits until Argo CD has compared with the new commit. Returns the commit. */
  commit(files: Readonly<Record<string, string>>, message?: string): Promise<string>;
  /** Makes Argo CD compare now and waits until it has; `hard` renders anew as well. */
  refresh(kind?: 'normal' | 'hard'): Promise<JsonObject>;
  /** Starts a sync as `argocd app sync` does and waits until it has ended, well or not. Returns the operation's state. */
  sync(options?: SyncOptions): Promise<JsonObject>;
  /** Changes the Application by a merge patch, such as `{spec: {syncPolicy: …}}`. */
  patch(patch: JsonObject): Promise<void>;
  /** Waits until the Application is as wanted; says what it was instead, with the ends of the logs, when it never is. */
  until(what: string, holds: (app: JsonObject) => boolean, ms?: number): Promise<JsonObject>;
  /** Synced to the commit, nothing under way. Without a commit: to any. */
  untilSynced(commit?: string): Promise<JsonObject>;
  untilSyncStatus(status: 'Synced' | 'OutOfSync' | 'Unknown'): Promise<JsonObject>;
  untilHealth(status: 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing'): Promise<JsonObject>;
};

type Where = Pick<ArgoApp, 'name' | 'namespace' | 'target' | 'repo'>;

export function argoApp(cluster: Cluster, where: Where, logs: () => string): ArgoApp {
  const { name, namespace, repo } = where;
  const resource = ['applications.argoproj.io', name, '-n', namespace];
  const get = async (): Promise<JsonObject> => {
    const value: unknown = JSON.parse(await cluster.run(['get', ...resource, '-o', 'json']));
    if (!isObject(value)) throw new Error('kubectl printed no object');
    return value;
  };
  const patch = async (change: object): Promise<void> => {
    await cluster.run(['patch', ...resource, '--type=merge', '-p', JSON.stringify(change)]);
  };
  const until: ArgoApp['until'] = async (what, holds, ms = 60_000) => {
    const deadline = Date.now() + ms;
    for (;;) {
      const app = await get();
      if (holds(app)) return app;
      if (Date.now() > deadline) {
        const last = JSON.stringify({ operation: app.operation, status: app.status }, null, 2);
        throw new Error(`${what}: not within ${ms / 1000} s\n${last}\n${logs()}`);
      }
      await sleep(150);
    }
  };
  const refresh: ArgoApp['refresh'] = async (kind = 'normal') => {
    await patch({ metadata: { annotations: { [refreshAnnotation]: kind } } });
    return until('a refresh', (app) => !(refreshAnnotation in objectAt(app, 'metadata', 'annotations')));
  };
  return {
    ...where,
    get,
    patch,
    until,
    refresh,
    status: async () => objectAt(await get(), 'status'),
    commit: async (files, message) => {
      const commit = repo.commit(files, message);
      await refresh('hard');
      return commit;
    },
    sync: async (options = {}) => {
      const id = randomUUID();
      await patch({ operation: operation(id, options) });
      const app = await until('the end of a sync', (now) => hasEnded(now, id));
      return objectAt(app, 'status', 'operationState');
    },
    untilSynced: (commit) => until(`synced to ${commit ?? 'any commit'}`, (app) => isSyncedTo(app, commit)),
    untilSyncStatus: (status) =>
      until(`sync status ${status}`, (app) => objectAt(app, 'status', 'sync').status === status),
    untilHealth: (status) =>
      until(`health ${status}`, (app) => objectAt(app, 'status', 'health').status === status),
  };
}

const refreshAnnotation = 'argocd.argoproj.io/refresh';

function operation(id: string, { revision, prune, dryRun, syncOptions }: SyncOptions) {
  return {
    initiatedBy: { username: 'test' },
    info: [{ name: 'id', value: id }],
    sync: { revision, prune, dryRun, syncOptions, syncStrategy: { hook: {} } },
  };
}

function hasEnded(app: JsonObject, id: string): boolean {
  if (app.operation !== undefined) return false;
  const state = objectAt(app, 'status', 'operationState');
  const { info } = objectAt(state, 'operation');
  return isArray(info) && info.some((entry) => objectAt(entry).value === id) && state.phase !== 'Running';
}

function isSyncedTo(app: JsonObject, commit: string | undefined): boolean {
  const { status, revision } = objectAt(app, 'status', 'sync');
  const idle = app.operation === undefined && objectAt(app, 'status', 'operationState').phase !== 'Running';
  return idle && status === 'Synced' && (commit === undefined || revision === commit);
}
