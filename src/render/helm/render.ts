import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import type { Ran } from '../../io.ts';
import { isArray, isObject, type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { splitDocuments } from '../../source/bulk.ts';
import { diskView, type View } from '../../view.ts';
import { cached } from '../cache.ts';
import { readManifests } from '../manifest.ts';
import { INSTALL_HELM, missingProgram, runProgram, withCopy, withoutTree } from '../program/program.ts';
import { programsOf } from '../program/programs.ts';
import { resolveIn } from '../tree-files.ts';
import type { Manifest, RemoteChart, Rendering, Root, Target, Tree } from '../types.ts';
import { templateArguments, withInlineValues } from './arguments.ts';
import { type Chart, isExact, isLocal, isPinned, readChart, sourceFile } from './chart.ts';
import { buildDependencies, isMissingDependency } from './dependencies.ts';
import { helmError } from './error.ts';
import { helmInputs, isUnstablePack } from './inputs.ts';
import { postRendered } from './post-render.ts';
import { withChart } from './remote.ts';

/** Renders with the user's `helm`, 3 or 4. Hooks come and go: what they make is no drift. */
export async function renderHelm(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  const { postRenderers, commonMetadata, ...helm } = root.helm ?? {};
  if (postRenderers === undefined && commonMetadata === undefined) return templated(root, tree, target, deps);
  return postRendered(root, await templated({ ...root, helm }, tree, target, deps), deps);
}

async function templated(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  if (root.helm?.chart !== undefined) return renderRemote(root, root.helm.chart, tree, target, deps);
  const view = diskView(tree.dir);
  if (view.kindOf(resolveIn(root.path, 'Chart.yaml')) === null) {
    throw new UsageError('NO_SUCH_PATH', `${root.path} has no Chart.yaml`, {
      hint: 'name the directory of a chart',
    });
  }
  const ingredients = { programs: programsOf('helm', deps), inputs: () => helmInputs(root, view), target };
  return cached(root, view, ingredients, deps, () => renderChart(root, tree, target, deps));
}

/** A chart from elsewhere, with values of the tree. */
async function renderRemote(
  root: Root,
  remote: RemoteChart,
  tree: Tree,
  target: Target,
  deps: Deps,
): Promise<Rendering> {
  const view = diskView(tree.dir);
  const chart: Chart = { name: remote.name, dir: root.path, dependencies: [] };
  return withChart(remote, deps, ({ file, content }) => {
    const layout = createHash('sha256').update(content).digest('hex');
    const isStable = isExact(remote.version) && !isUnstablePack(content);
    const inputs = () => (isStable ? helmInputs(root, view) : null);
    const ingredients = { programs: programsOf('helm', deps), inputs, target, layout };
    return cached(root, view, ingredients, deps, async () => {
      const ran = await template(root, chart, file, tree.dir, target, deps);
      if (ran.code !== 0) throw helmError(root, chart, tree, withoutTree(ran.stderr, dirname(file)));
      const rendering = read(ran.stdout, root, null, view);
      return isStable ? rendering : { ...rendering, fetched: true };
    });
  });
}

async function renderChart(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  const view = diskView(tree.dir);
  const chart = readChart(view, root.path);
  const ran = await template(root, chart, join(tree.dir, root.path), tree.dir, target, deps);
  if (ran.code === 0) return read(ran.stdout, root, chart, view);
  if (!isMissingDependency(ran.stderr)) throw helmError(root, chart, tree, ran.stderr);
  return withCopy(tree.dir, async (copy, scratch) => {
    await buildDependencies(root, chart, copy, scratch, deps);
    const again = await template(root, chart, join(copy, root.path), copy, target, deps);
    if (again.code !== 0) throw helmError(root, chart, tree, again.stderr);
    const rendering = read(again.stdout, root, chart, view);
    // a chart that was fetched may give something else every time, too
    const isSettled = isPinned(chart, view) && helmInputs(root, diskView(copy)) !== null;
    return isSettled || chart.dependencies.every(isLocal) ? rendering : { ...rendering, fetched: true };
  });
}

/** `at`: where the chart is; `dir`: where the tree is. */
async function template(
  root: Root,
  { name }: Chart,
  at: string,
  dir: string,
  target: Target,
  deps: Deps,
): Promise<Ran> {
  const release = root.helm?.release ?? name;
  return withInlineValues(root, async (inlineValues) => {
    const templating = { release: release === '' ? 'release' : release, chart: at, dir, inlineValues };
    const ran = await runProgram(deps, 'helm', templateArguments(root, templating, target), dir);
    if (ran.missing) throw missingProgram('helm', root.path, INSTALL_HELM);
    return inlineValues === null ? ran : { ...ran, stderr: withoutTree(ran.stderr, dirname(inlineValues)) };
  });
}

/** `chart`: null where no file of it is in the tree. */
function read(stdout: string, root: Root, chart: Chart | null, view: View): Rendering {
  const files = sourcesOf(stdout);
  const output = readManifests(stdout, `the output of helm template ${root.path}`, { strict: true });
  const placed = ({ object, origin }: Manifest): Manifest => {
    const source = files.get(origin.document ?? -1) ?? null;
    const file = source === null || chart === null ? null : sourceFile(chart, source, view);
    return { object: withoutNulls(object), origin: { file, document: null, line: null, item: null } };
  };
  if (root.hooks !== undefined)
    return { ...output, manifests: output.manifests.map(placed), perDeploy: output.perDeploy.map(placed) };
  const hooks = Map.groupBy(output.manifests, ({ object }) => isHook(object));
  const perDeploy = [...(hooks.get(true) ?? []), ...output.perDeploy].filter(({ object }) =>
    isDeployed(object),
  );
  return {
    ...output,
    manifests: (hooks.get(false) ?? []).map(placed),
    perDeploy: perDeploy.map(placed),
  };
}

/** `# Source:` by document. Only the first document of a file in `crds/` has one: the next ones are in the same file. */
function sourcesOf(stdout: string): ReadonlyMap<number, string> {
  const sources = new Map<number, string>();
  let last: string | undefined;
  for (const { index, text } of splitDocuments(stdout)) {
    last = /^# Source: (.+?)\s*$/m.exec(text)?.[1] ?? last;
    if (last !== undefined) sources.set(index, last);
  }
  return sources;
}

function isHook(object: KubeObject): boolean {
  const events = eventsOf(object);
  return events !== null && !events.includes('crd-install');
}

/** What is made for a test, a rollback or a deletion alone, no deploy makes. */
function isDeployed(object: KubeObject): boolean {
  return eventsOf(object)?.some((event) => /^(?:pre|post)-(?:install|upgrade)$/.test(event)) ?? true;
}

/** When Helm makes an object; null: it is no hook. */
function eventsOf({ metadata }: KubeObject): readonly string[] | null {
  const hook = objectAt(metadata.annotations)['helm.sh/hook'];
  return hook === undefined
    ? null
    : stringOr(hook, '')
        .split(',')
        .map((event) => event.trim());
}

/** Helm 3 drops a key whose value is null, Helm 4 keeps it; Helm never sends one. */
function withoutNulls(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const { name } = metadata;
  return { ...stripMap(object), apiVersion, kind, metadata: { ...stripMap(metadata), name } };
}

function stripMap(map: Readonly<Record<string, Json>>): Record<string, Json> {
  const kept = Object.entries(map).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [key, strip(value)]));
}

function strip(value: Json): Json {
  if (isArray(value)) return value.map(strip);
  return isObject(value) ? stripMap(value) : value;
}
