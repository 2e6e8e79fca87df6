import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import type { Ran } from '../../io.ts';
import { isArray, isObject, type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { splitDocuments } from '../../source/bulk.ts';
import { diskView, type View } from '../../view.ts';
import { cached } from '../cache.ts';
import { readManifests } from '../manifest.ts';
import { INSTALL_HELM, missingProgram, runProgram, withCopy } from '../program.ts';
import { programsOf } from '../programs.ts';
import { resolveIn } from '../tree-files.ts';
import type { Manifest, Rendering, Root, Target, Tree } from '../types.ts';
import { type Chart, isLocal, isPinned, readChart, sourceFile } from './chart.ts';
import { buildDependencies, isMissingDependency } from './dependencies.ts';
import { helmError } from './error.ts';
import { helmInputs } from './inputs.ts';

/** Renders with the user's `helm`, 3 or 4. Hooks come and go: what they make is no drift. */
export async function renderHelm(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  const view = diskView(tree.dir);
  if (view.kindOf(resolveIn(root.path, 'Chart.yaml')) === null) {
    throw new UsageError('NO_SUCH_PATH', `${root.path} has no Chart.yaml`, {
      hint: 'name the directory of a chart',
    });
  }
  const ingredients = { programs: programsOf('helm', deps), inputs: () => helmInputs(root, view), target };
  return cached(root, view, ingredients, deps, () => renderChart(root, tree, target, deps));
}

async function renderChart(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  const view = diskView(tree.dir);
  const chart = readChart(view, root.path);
  const ran = await template(root, chart, tree.dir, target, deps);
  if (ran.code === 0) return read(ran.stdout, root, chart, view);
  if (!isMissingDependency(ran.stderr)) throw helmError(root, chart, tree, ran.stderr);
  return withCopy(tree.dir, async (copy, scratch) => {
    await buildDependencies(root, chart, copy, scratch, deps);
    const again = await template(root, chart, copy, target, deps);
    if (again.code !== 0) throw helmError(root, chart, tree, again.stderr);
    const rendering = read(again.stdout, root, chart, view);
    // a chart that was fetched may give something else every time, too
    const isSettled = isPinned(chart, view) && helmInputs(root, diskView(copy)) !== null;
    return isSettled || chart.dependencies.every(isLocal) ? rendering : { ...rendering, fetched: true };
  });
}

async function template(
  root: Root,
  chart: Chart,
  dir: string,
  { kubeVersion, apiVersions }: Target,
  deps: Deps,
): Promise<Ran> {
  const release = root.helm?.release ?? chart.name;
  const values = (root.helm?.values ?? []).flatMap((file) => ['--values', join(dir, file)]);
  const args = [
    ...['template', release === '' ? 'release' : release, join(dir, root.path)],
    ...['--namespace', root.namespace ?? 'default', '--include-crds'],
    ...(kubeVersion === null ? [] : ['--kube-version', kubeVersion]),
    ...(apiVersions.length === 0 ? [] : ['--api-versions', apiVersions.join(',')]),
    ...values,
  ];
  const ran = await runProgram(deps, 'helm', args, dir);
  if (ran.missing) throw missingProgram('helm', root.path, INSTALL_HELM);
  return ran;
}

function read(stdout: string, root: Root, chart: Chart, view: View): Rendering {
  const files = sourcesOf(stdout);
  const output = readManifests(stdout, `the output of helm template ${root.path}`, { strict: true });
  const placed = ({ object, origin }: Manifest): Manifest => {
    const source = files.get(origin.document ?? -1) ?? null;
    const file = source === null ? null : sourceFile(chart, source, view);
    return { object: withoutNulls(object), origin: { file, document: null, line: null, item: null } };
  };
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
