import { inPhases } from '../../applyset/order.ts';
import { type ApplyRecord, applySetId, PART_OF, parentOf } from '../../applyset/parent.ts';
import { takenOver, takeoverPatch } from '../../applyset/takeover.ts';
import { apply, jsonPatch, MANAGER, remove } from '../../cluster/apply.ts';
import { discover } from '../../cluster/discovery.ts';
import { getOne } from '../../cluster/live.ts';
import type { Deps } from '../../deps.ts';
import { entriesOf } from '../../drift/fields.ts';
import { ClusterError, type GitopsError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { isArray, type KubeObject, objectAt } from '../../object.ts';
import { openStore } from '../../store.ts';
import type { Cluster } from '../types.ts';
import { later } from './later.ts';
import { answered, failed, notTried } from './outcomes.ts';
import type { AppPlan, Outcome, Plan, Step } from './types.ts';

const ATONCE = 16;
/** Milliseconds that a CRD may take to be served. */
const PATIENCE = 30_000;

/**
 * Applies exactly what the plan shows. One object that fails stops no other of its phase or of a later one; only a
 * server that is gone ends it: the rest is `NOT_TRIED`. The record names the revision only when every object has it.
 * Can be run again at any point.
 */
export async function runPlan(
  { cluster, apps, revision }: Plan,
  deps: Deps,
  done: (outcome: Outcome) => void,
  manager = MANAGER,
): Promise<readonly Outcome[]> {
  const all: Outcome[] = [];
  for (const app of apps) {
    if (all.some(({ error }) => error?.code === 'UNREACHABLE')) {
      for (const { desired } of [...app.steps.map(({ item }) => item), ...app.later])
        all.push(notTried(desired));
      continue;
    }
    const outcomes = await runApp(app, cluster, manager, deps, (outcome) => {
      all.push(outcome);
      done(outcome);
    });
    const isWhole = outcomes.every(({ error }) => error === null);
    if (app.record !== null && isWhole) {
      const error = await writeRecord({ ...app.record, revision, applying: null }, cluster);
      if (error !== null) throw error;
    }
  }
  return all;
}

async function runApp(
  app: AppPlan,
  cluster: Cluster,
  manager: string,
  deps: Deps,
  done: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const id = app.record === null ? null : applySetId(app.record);
  const outcomes: Outcome[] = [];
  const note = (outcome: Outcome) => {
    outcomes.push(outcome);
    done(outcome);
  };
  let isRecorded = app.record === null;
  const record = async () => {
    if (app.record === null || isRecorded) return;
    const error = await writeRecord(app.record, cluster);
    if (error !== null) throw error;
    isRecorded = true;
  };
  const isGone = () => outcomes.some(({ error }) => error?.code === 'UNREACHABLE');
  const applyAll = (steps: readonly Step[]) =>
    mapLimit(steps, ATONCE, async (step) =>
      note(
        isGone()
          ? notTried(step.item.desired)
          : await answered(step.item.desired, () => applyStep(step, id, cluster, manager)),
      ),
    );
  for (const phase of inPhases(app.steps, ({ item }) => item.desired.kind)) {
    const kind = phase[0]?.item.desired.kind;
    // the record goes into a namespace that may be among what is applied
    if (kind !== 'Namespace' && !isGone()) await record();
    await applyAll(phase);
    if (kind === 'CustomResourceDefinition' && !isGone())
      await mapLimit(phase, ATONCE, (step) => established(step, cluster, deps));
  }
  if (isGone()) {
    for (const { desired } of app.later) note(notTried(desired));
    return outcomes;
  }
  await record();
  if (app.later.length > 0) {
    const discovery = await discover(cluster.http, openStore(deps, 'discovery'), cluster.key);
    const { steps, errors } = later(app.later, { ...cluster, discovery });
    for (const outcome of errors) note(outcome);
    await applyAll(steps);
  }
  if (outcomes.some(({ error }) => error !== null)) return outcomes;
  // only when everything new stands is the old taken away
  await mapLimit(app.prunes, ATONCE, async ({ resource, live }) =>
    note(
      await answered(live, async () => {
        const error = await remove(cluster.http, resource, live);
        return error === null
          ? { object: live, stored: null, done: 'pruned', error, warnings: [] }
          : failed(live, error);
      }),
    ),
  );
  return outcomes;
}

async function applyStep(
  { item: { desired, resource }, live, takesOver }: Step,
  id: string | null,
  { http }: Cluster,
  manager: string,
): Promise<Outcome> {
  const object = id === null ? desired : labelled(desired, id);
  let at = live;
  if (at !== null && takesOver.length > 0) {
    const deployers = entriesOf(at).filter(({ manager }) => takesOver.includes(manager));
    const fields = takenOver(at, deployers, MANAGER);
    if (fields !== null) {
      const taken = await jsonPatch(http, resource, at, takeoverPatch(at, fields));
      if ('error' in taken) return failed(object, taken.error);
      at = taken.object;
    }
  }
  const version = at?.metadata.resourceVersion;
  const body =
    version === undefined
      ? object
      : { ...object, metadata: { ...object.metadata, resourceVersion: version } };
  const written = await apply(http, resource, body, manager);
  if ('error' in written) return failed(object, written.error);
  const isSame = live !== null && written.object.metadata.resourceVersion === live.metadata.resourceVersion;
  const changed = isSame ? 'unchanged' : 'changed';
  return {
    object,
    stored: written.object,
    done: written.created ? 'created' : changed,
    error: null,
    warnings: written.warnings,
  };
}

function labelled(object: KubeObject, id: string): KubeObject {
  const labels = { ...objectAt(object.metadata.labels), [PART_OF]: id };
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** Its objects can be applied once the server serves it. */
async function established(
  { item: { desired, resource } }: Step,
  { http }: Cluster,
  { signal }: Deps,
): Promise<void> {
  const until = performance.now() + PATIENCE;
  while (performance.now() < until && !signal.aborted) {
    const { conditions } = objectAt((await getOne(http, resource, null, desired.metadata.name))?.status);
    const isServed =
      isArray(conditions) &&
      conditions.some((one) => objectAt(one).type === 'Established' && objectAt(one).status === 'True');
    if (isServed) return;
    await new Promise((go) => setTimeout(go, 100));
  }
}

async function writeRecord(record: ApplyRecord, { http, discovery }: Cluster): Promise<GitopsError | null> {
  const resource = discovery.find('v1', 'Secret');
  if (resource === undefined)
    return new ClusterError('NO_SUCH_KIND', 'the cluster serves no Secret to keep the record in');
  const parent = parentOf(record);
  const before = await getOne(http, resource, record.namespace, parent.metadata.name);
  const version = before?.metadata.resourceVersion;
  const written = await apply(
    http,
    resource,
    version === undefined
      ? parent
      : { ...parent, metadata: { ...parent.metadata, resourceVersion: version } },
  );
  return 'error' in written ? written.error : null;
}
