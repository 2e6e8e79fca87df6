import type { Deps } from '../../deps.ts';
import { ClusterError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import { argoSettled, fluxSettled } from '../../status/waiting/asked.ts';
import { believed, lastingKey } from '../../status/waiting/lasting.ts';
import type { Decision, Failure } from '../../status/waiting/types.ts';
import { resourceOf } from '../controlled/objects.ts';
import { resourcesOf } from '../deployers/argo.ts';
import { openPods } from '../status/waiting/pods.ts';
import { openSince } from '../status/waiting/since.ts';
import type { Waited, Waiting } from '../status/waiting/wait.ts';
import { openWatches } from '../status/waiting/watches.ts';
import type { Cluster } from '../types.ts';
import { askArgo } from './argo.ts';
import type { FoundApp } from './find.ts';
import { askFlux, fluxChain } from './flux.ts';

export interface SyncOptions {
  readonly prune: boolean;
  readonly withSource: boolean;
  /** Milliseconds to wait until it is over; null: it is only asked for. */
  readonly wait: number | null;
  /** Says what was asked for. */
  readonly tell: (line: string) => void;
  readonly show: (apps: readonly Waiting[], trouble: string | null) => void;
}

/**
 * Asks the controller of an app to bring it to what git says now; nothing is applied from here. Throws RefusedError where
 * that would lead nowhere, ClusterError where it is not allowed.
 */
export async function syncApp(found: FoundApp, options: SyncOptions, deps: Deps): Promise<Waited> {
  const { app, objects, cluster } = found;
  const deadline = deps.now() + (options.wait ?? 0);
  if (app.deployer === 'argocd') {
    await askArgo(app.object, options.prune, cluster);
    options.tell(`${app.id}: asked for a sync`);
    const pods = openPods(cluster, deps.now);
    const settled = async (object: KubeObject, isLong: boolean) => {
      const failure: Failure | null =
        isLong && app.destination === null ? await pods(app.id, resourcesOf(object)) : null;
      return argoSettled(object, failure);
    };
    return until(app.object, app.id, settled, { ...options, cluster, deps, deadline });
  }
  const id = new Date(deps.now()).toISOString();
  for (const object of fluxChain(app.object, objects, options.withSource)) {
    const name = object === app.object ? app.id : `${object.kind} ${object.metadata.name}`;
    await askFlux(object, id, cluster);
    options.tell(`${name}: asked for a reconciliation`);
    const waited = await until(object, name, async (now) => fluxSettled(now, id), {
      ...options,
      cluster,
      deps,
      deadline,
    });
    if (waited.outcome !== 'done') return waited;
  }
  return { outcome: 'done', apps: [] };
}

interface Until extends SyncOptions {
  readonly cluster: Cluster;
  readonly deps: Deps;
  readonly deadline: number;
}

/** Milliseconds: Pods are looked at only when it takes a while. */
const LONG = 5000;

/** Watches one object until it has settled. */
async function until(
  { apiVersion, kind, metadata, ...rest }: KubeObject,
  name: string,
  settled: (object: KubeObject, isLong: boolean) => Promise<Decision>,
  { wait, show, cluster, deps, deadline }: Until,
): Promise<Waited> {
  if (wait === null) return { outcome: 'done', apps: [] };
  const resource = resourceOf(groupOf(apiVersion), kind, cluster);
  if (resource === undefined) throw new ClusterError('NOT_FOUND', `the cluster serves no ${kind} any more`);
  const namespace = namespaceOf({ apiVersion, kind, metadata, ...rest });
  const selectors = { fieldSelector: `metadata.name=${metadata.name}` };
  const watches = openWatches(cluster.http, deps.signal);
  const since = openSince();
  const began = performance.now();
  try {
    for (;;) {
      const objects = watches.of({ resource, namespace, selectors });
      if (typeof objects !== 'string') {
        const [object] = objects.values();
        if (object === undefined) throw new ClusterError('NOT_FOUND', `the ${kind} ${metadata.name} is gone`);
        const decision = await settled(object, performance.now() - began > LONG);
        const app: Waiting = { name, decision: believed(decision, since(name, lastingKey(decision))) };
        show([app], watches.trouble());
        if (app.decision.is !== 'waiting')
          return { outcome: app.decision.is === 'done' ? 'done' : 'stuck', apps: [app] };
        if (deps.now() >= deadline) return { outcome: 'timeout', apps: [app] };
      }
      await watches.next(1000);
    }
  } finally {
    await watches.end();
  }
}
