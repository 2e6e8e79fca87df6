import { objectAt, stringOr } from '../../object.ts';
import type { View } from '../../view.ts';
import { ignoreFilesFor, listManifests } from '../flux/generate.ts';
import { resolveIn } from '../tree-files.ts';
import type { Root } from '../types.ts';
import { editedView } from './edited-view.ts';
import { KUSTOMIZATION_FILES, listOf } from './files.ts';
import { type Layer, readGraph } from './graph.ts';

/** Fields whose files are all known; plugins and charts, named by the others, may read anything. */
const FOLLOWED = new Set(
  `apiVersion kind metadata namespace namePrefix nameSuffix commonLabels labels commonAnnotations resources bases
  components patches patchesJson6902 patchesStrategicMerge replacements images replicas vars configMapGenerator
  secretGenerator generatorOptions crds configurations openapi sortOptions buildMetadata`.split(/\s+/),
);

/** Every file that a build can read, and those whose coming would change it; null where that cannot be known. */
export function closedInputs(root: Root, git: View): readonly string[] | null {
  const view = editedView(root, git);
  const graph = readGraph(root.path, view);
  const { top, missing, remote, outside } = graph;
  const isWhole = missing.length + outside.length === 0 && remote.every(isPinned);
  if (top === null || !isWhole || !isClosed(top, view)) return null;
  const listing = root.kustomize?.generate === true ? listManifests(resolveIn('.', root.path), view) : null;
  // what is in a submodule is not here
  if (listing !== null && listing.submodules.length > 0) return null;
  const dirs = [...layersOf(top).map(({ dir }) => dir), ...(listing?.directories ?? [])];
  const others = dirs.flatMap((dir) => KUSTOMIZATION_FILES.map((name) => resolveIn(dir, name)));
  const inputs = [...new Set([...graph.inputs, ...others])];
  const ignoring = root.kustomize?.source === undefined ? [] : ignoreFilesFor(inputs);
  return [...new Set([...inputs, ...ignoring])].sort();
}

/** A commit, or a release that its authors leave as it is: fetched once it need not be fetched again. */
const PINNED =
  /[?&](?:ref|version)=(?:[0-9a-f]{40}|v?\d+\.\d+[\w.+-]*)(?:&|$)|\/(?:[0-9a-f]{40}|v?\d+\.\d+\.\d+[\w.+-]*)\//;

function isPinned(entry: string): boolean {
  return PINNED.test(entry);
}

function layersOf(layer: Layer): readonly Layer[] {
  const below = [...layer.resources, ...layer.components].filter((one) => typeof one !== 'string');
  return [layer, ...below.flatMap(layersOf)];
}

/** Nothing but its own files decides what it builds. */
function isClosed(top: Layer, view: View): boolean {
  return layersOf(top).every((layer) => {
    const fields = Object.keys(layer.content);
    // kustomize goes on from where a linked directory really is
    const isHere = view.placeOf(layer.dir).path === layer.dir;
    return (
      isHere && fields.length > 0 && fields.every((field) => FOLLOWED.has(field)) && !asksEnv(layer, view)
    );
  });
}

/** A line without `=` of an env file is a variable, whose value older versions take from the environment. */
function asksEnv({ dir, content }: Layer, view: View): boolean {
  const generators = ['configMapGenerator', 'secretGenerator'].flatMap((field) => listOf(content, field));
  return generators.some((generator) => {
    const { env } = objectAt(generator);
    const files = [stringOr(env, null), ...listOf(objectAt(generator), 'envs')];
    return files.some((file) => typeof file === 'string' && hasBareName(resolveIn(dir, file), view));
  });
}

function hasBareName(file: string, view: View): boolean {
  const lines = view.read(file)?.toString('utf8').split('\n') ?? [];
  return lines.some((line) => /^\s*[^#\s=][^=]*$/.test(line));
}
