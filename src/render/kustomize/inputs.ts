import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { objectAt, stringOr } from '../../object.ts';
import { resolveIn } from '../tree-files.ts';
import type { Root, Tree } from '../types.ts';
import { KUSTOMIZATION_FILES, listOf } from './files.ts';
import { type Layer, readGraph } from './graph.ts';

/** Fields whose files are all known; plugins and charts, named by the others, may read anything. */
const FOLLOWED = new Set(
  `apiVersion kind metadata namespace namePrefix nameSuffix commonLabels labels commonAnnotations resources bases
  components patches patchesJson6902 patchesStrategicMerge replacements images replicas vars configMapGenerator
  secretGenerator generatorOptions crds configurations openapi sortOptions buildMetadata`.split(/\s+/),
);

/** Every file that a build can read, and those whose coming would change it; null where that cannot be known. */
export function closedInputs(root: Root, tree: Tree): readonly string[] | null {
  const graph = readGraph(root.path, tree);
  const { top, missing, remote, outside } = graph;
  const isWhole = [missing, remote, outside].every((list) => list.length === 0);
  if (top === null || !isWhole || !isClosed(top, tree)) return null;
  const others = layersOf(top).flatMap(({ dir }) => KUSTOMIZATION_FILES.map((name) => resolveIn(dir, name)));
  return [...new Set([...graph.inputs, ...others])].sort();
}

function layersOf(layer: Layer): readonly Layer[] {
  const below = [...layer.resources, ...layer.components].filter((one) => typeof one !== 'string');
  return [layer, ...below.flatMap(layersOf)];
}

/** Nothing but its own files decides what it builds. */
function isClosed(top: Layer, tree: Tree): boolean {
  const real = realpathSync(tree.dir);
  return layersOf(top).every((layer) => {
    const fields = Object.keys(layer.content);
    // kustomize goes on from where a linked directory really is
    const isHere = realpathSync(join(tree.dir, layer.dir)) === join(real, layer.dir);
    return (
      isHere && fields.length > 0 && fields.every((field) => FOLLOWED.has(field)) && !asksEnv(layer, tree)
    );
  });
}

/** A line without `=` of an env file is a variable, whose value older versions take from the environment. */
function asksEnv({ dir, content }: Layer, tree: Tree): boolean {
  const generators = ['configMapGenerator', 'secretGenerator'].flatMap((field) => listOf(content, field));
  return generators.some((generator) => {
    const { env } = objectAt(generator);
    const files = [stringOr(env, null), ...listOf(objectAt(generator), 'envs')];
    return files.some(
      (file) => typeof file === 'string' && hasBareName(join(tree.dir, resolveIn(dir, file))),
    );
  });
}

function hasBareName(file: string): boolean {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.some((line) => /^\s*[^#\s=][^=]*$/.test(line));
}
