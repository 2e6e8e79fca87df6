import type { Deps } from '../../../deps.ts';
import { mapLimit } from '../../../io.ts';
import { describe, isObject, nameOf, namespaceOf } from '../../../object.ts';
import { openStore } from '../../../store.ts';
import { judgeOne } from '../../compare/ask.ts';
import { openBirths, type Worlds } from '../../compare/births.ts';
import type { Desired } from '../../desired.ts';
import { look } from '../../compare/examine.ts';
import { placeOf } from '../../explain.ts';
import type { Suspicion } from '../../compare/inspect.ts';
import type { Query, Say } from '../../query.ts';
import type { Rendered } from '../../render.ts';
import { resolveAll } from '../../compare/resolve-all.ts';
import { scaleTargetsIn } from '../../compare/scalers.ts';
import { openSources } from '../../sources.ts';
import type { Cluster, Item } from '../../types.ts';
import type { Declared } from '../commits/declared.ts';
import { askableOf } from '../commits/desired.ts';
import type { Outstanding, RootPush, Tell } from '../types.ts';
import { openApplies } from './applies.ts';
import { checkBySchema } from './schema/by-schema.ts';
import { checkCustoms, withDeclared } from './schema/customs.ts';
import { problemOf, refused } from './found/found.ts';
import { problemsOf, warningsOf } from './found/judged.ts';
import { checkNewborns } from './newborn.ts';
import { checkRendererVersion } from './renderer-version.ts';
import { checkReplicas } from './replicas.ts';
import { newUnasked } from './unasked.ts';

const ATONCE = 16;
const MANAGER = 'kubectl-gitops';
/** Objects between two lines of progress. */
const STEP = 16;

/** What checking needs besides the objects. */
export interface ServerCheck {
  readonly cluster: Cluster;
  readonly worlds: Promise<Worlds>;
  readonly roots: readonly RootPush[];
  /** Only what the push touches is rendered in it. */
  readonly desired: Desired;
  readonly declared: Declared;
  /** The environment, as people name it. */
  readonly where: string;
  readonly query: Query;
}

/** Every object that the push brings or changes, asked of the server as its deployer would apply it. */
export async function checkOnServer(
  check: ServerCheck,
  deps: Deps,
  say: Say,
  tell: Tell,
  outstanding: Outstanding,
): Promise<void> {
  const { cluster, worlds, roots, desired, declared, where, query } = check;
  const { resolved, found, suspicions, deployed, bases } = await look(
    cluster,
    desired,
    query,
    deps,
    say,
    true,
  );
  const made = resolveAll(perDeployOf(roots), cluster, desired.targets, query);
  const unasked = newUnasked(where);
  await Promise.all([resolved.ready, made.ready]);
  const objects = [...resolved.items.map((item) => item.desired), ...suspicions.map(({ live }) => live)];
  const scaled = objects.filter(({ spec }) => isObject(spec) && spec.replicas !== undefined);
  const namespaces = new Set(scaled.flatMap((one) => namespaceOf(one) ?? []));
  const scaleTargets = namespaces.size === 0 ? [] : await scaleTargetsIn(cluster, namespaces);
  const apps = roots.map(({ app }) => app);
  const { workspace, config } = desired;
  const sources = {
    ...openSources({ workspace, config, apps }, scaleTargets, deployed.of, bases),
    // whose commit a line is nobody is told here
    blame: async () => null,
  };
  const before = beforeOf(roots);
  for (const { item, error } of found.failed) {
    unasked.add(item, error);
    await checkBySchema(item, item.type, sources, tell);
  }

  const unresolved = await withDeclared([...resolved.unresolved, ...made.unresolved], declared);
  const absent = [...found.absent, ...made.items];
  const local = await checkCustoms(
    { resolved: { items: [...resolved.items, ...made.items] }, unresolved, suspicions, absent },
    declared,
    cluster,
    sources,
    tell,
  );
  const asked = suspicions.filter(({ item }) => !local.has(item));
  const created = new Set(made.items);
  const newborns = absent.filter((item) => !local.has(item));
  for (const { item } of asked) outstanding.add(describe(nameOf(item.desired)));
  for (const item of newborns) outstanding.add(describe(nameOf(item.desired)));

  const { mutating, refusing } = await worlds;
  const births = openBirths(openStore(deps, 'births'), cluster.key, mutating);
  const applies = openApplies(openStore(deps, 'applies'), cluster, `${mutating}-${refusing}`, deps.now());
  let done = 0;
  const finish = (item: Item) => {
    outstanding.delete(describe(nameOf(item.desired)));
    done += 1;
    const all = asked.length + newborns.length;
    if (done % STEP === 0 || done === all) say(`asking ${where}: ${done} of ${all} objects`);
  };
  const judgeLive = async (suspicion: Suspicion) => {
    const judged = await judgeOne(cluster, suspicion, births, 'applies', applies.ask);
    if (judged.unasked === null)
      tell(...(await problemsOf(judged, before.get(suspicion.item.manifest), sources)));
    else {
      unasked.add(suspicion.item, judged.unasked);
      await checkBySchema(suspicion.item, suspicion.item.type, sources, tell);
    }
    finish(suspicion.item);
  };
  await mapLimit(asked, ATONCE, judgeLive);
  await checkNewborns(
    newborns,
    {
      cluster,
      declared,
      managerOf: (item) =>
        deployed.of.get(item.app)?.mark.manager ?? managersOf(suspicions).get(item.app) ?? MANAGER,
      ask: (item, manager) =>
        created.has(item) ? applies.askCreate(item, manager) : applies.askNew(item, manager),
      refuse: (item, error) => refused(item, error, sources),
      unasked: async (item, error) => {
        unasked.add(item, error);
        await checkBySchema(item, item.type, sources, tell);
      },
    },
    tell,
    async (item, said) => {
      tell(...(await warningsOf(item, said, sources)));
      finish(item);
    },
  );
  for (const { app, manifest, desired: object, error } of unresolved) {
    if (error === null) continue;
    tell({
      ...problemOf({ app, desired: object }, error),
      source: await placeOf({ app, manifest }, [], sources),
    });
  }
  await checkRendererVersion(apps, suspicions, deployed.of, cluster, deps, tell);
  await checkReplicas(resolved.items, roots, scaleTargets, sources, tell);
  unasked.tellAll(tell);
  births.save();
  applies.save();
}

function perDeployOf(roots: readonly RootPush[]): readonly Rendered[] {
  return roots.map(({ app, perDeploy }) => ({
    app,
    manifests: askableOf(perDeploy),
    perDeploy: [],
    digest: undefined,
  }));
}

/** What was before, by what comes after. */
function beforeOf(roots: readonly RootPush[]) {
  return new Map(
    roots.flatMap(({ changes }) => changes.changed.map(({ base, head }) => [head, base.object] as const)),
  );
}

/** Under whose name the live objects of each app were applied: the first that is known speaks for what is new. */
function managersOf(suspicions: readonly Suspicion[]) {
  return new Map(
    suspicions.flatMap(({ item, evaluation }) => {
      const manager = evaluation.deployer[0]?.manager;
      return manager === undefined ? [] : [[item.app, manager] as const];
    }),
  );
}
