import { generatedCharts } from './plugins.ts';
import { posix } from 'node:path';
import { isArray, type JsonObject } from '../../object.ts';
import type { View } from '../../view.ts';
import { leaves, readYamlFile, resolveIn } from '../tree-files.ts';
import { chartsOf, type Entry, filesOf, includedBy, KUSTOMIZATION_FILES } from './files.ts';

/** One kustomization with everything it includes. */
export interface Layer {
  readonly dir: string;
  /** The kustomization itself, relative to the tree. */
  readonly file: string;
  /** As git has it. */
  readonly text: string;
  /** As it is built. */
  readonly content: JsonObject;
  /** As git has it, where a deployer changes it before it is built. */
  readonly written: JsonObject | null;
  /** In order: files of the tree, and other kustomizations. */
  readonly resources: readonly (string | Layer)[];
  readonly components: readonly Layer[];
}

export interface Reference extends Entry {
  /** The kustomization that holds it. */
  readonly file: string;
}

export interface Graph {
  readonly top: Layer | null;
  /** Everything read from the tree, relative to it. */
  readonly inputs: readonly string[];
  readonly missing: readonly Reference[];
  readonly remote: readonly string[];
  /** Leads out of the tree. */
  readonly outside: readonly string[];
  readonly helm: boolean;
}

interface Walk {
  readonly view: View;
  readonly git: View;
  readonly inputs: Set<string>;
  readonly missing: Reference[];
  readonly remote: string[];
  readonly outside: string[];
  helm: boolean;
}

/** `git`: the tree without what a deployer changes in it. */
export function readGraph(dir: string, view: View, git: View = view): Graph {
  const walk: Walk = { view, git, inputs: new Set(), missing: [], remote: [], outside: [], helm: false };
  const top = readLayer(walk, posix.normalize(dir), []);
  return { ...walk, top, inputs: [...walk.inputs].sort() };
}

function readLayer(walk: Walk, dir: string, above: readonly string[]): Layer | null {
  const names = KUSTOMIZATION_FILES.map((name) => resolveIn(dir, name));
  const file = names.find((name) => walk.view.kindOf(name) !== null);
  if (file === undefined || above.includes(dir)) return null;
  const content = readYamlFile(file, walk.view);
  walk.inputs.add(file);
  const below = [...above, dir];
  const layers = (path: string) =>
    walk.view.kindOf(path) === 'directory' ? readLayer(walk, path, below) : path;
  const included = (field: string) =>
    includedBy(content, field)
      .map((reference) => follow(walk, dir, { ...reference, file }))
      .filter((path) => path !== null)
      .map(layers)
      .filter((one) => one !== null);
  const resources = [...included('resources'), ...included('bases')];
  const components = included('components').filter((one) => typeof one !== 'string');
  for (const field of ['crds', 'configurations', 'generators', 'transformers', 'validators']) included(field);
  for (const reference of filesOf(content)) follow(walk, dir, { ...reference, file });
  if (isArray(content.helmCharts) || isArray(content.helmChartInflationGenerator)) {
    walk.helm = true;
    for (const chart of chartsOf(content)) walk.inputs.add(resolveIn(dir, chart));
  }
  const generated = generatedCharts(content, dir, walk.view);
  if (generated !== null) {
    walk.helm = true;
    for (const chart of generated) walk.inputs.add(chart);
  }
  const text = walk.git.read(file)?.toString('utf8') ?? '';
  const isAsWritten = walk.git === walk.view || walk.git.digest(file) === walk.view.digest(file);
  const written = isAsWritten ? null : readYamlFile(file, walk.git);
  return { dir, file, text, content, written, resources, components };
}

/** The path of the tree that an entry means; null when nothing is there to read. */
function follow(walk: Walk, dir: string, reference: Reference): string | null {
  const { entry } = reference;
  // A patch written in place.
  if (/[\n{]/.test(entry)) return null;
  const path = resolveIn(dir, entry);
  if (entry.startsWith('/') || leaves(path)) {
    if (!isRemote(entry)) walk.outside.push(entry);
    return null;
  }
  const kind = walk.view.kindOf(path);
  if (kind !== null) {
    if (kind === 'file') walk.inputs.add(path);
    return path;
  }
  if (isRemote(entry)) walk.remote.push(entry);
  else {
    walk.missing.push(reference);
    walk.inputs.add(path);
  }
  return null;
}

function isRemote(entry: string): boolean {
  return /:\/\/|^git@|[?&](ref|version)=|^[\w-]+(\.[\w-]+)*\.(com|org|io|net|dev)[:/]/.test(entry);
}
