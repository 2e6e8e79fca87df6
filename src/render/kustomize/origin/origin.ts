import { groupOf, isArray, type Json, namespaceOf } from '../../../object.ts';
import type { Path } from '../../../path.ts';
import { locateIn } from '../../../source/positions.ts';
import { diskView, type View } from '../../../view.ts';
import { fieldOf, type Sources, sourcesOf } from '../../field.ts';
import { meaningOf } from '../../flux/substitute.ts';
import type { FieldSource, Locate, Manifest, Root, Tree } from '../../types.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { mostlyEditedView } from '../edited-view.ts';
import {
  setAnnotations,
  setImage,
  setLabels,
  setNamespace,
  setReplicas,
  type Transformer,
} from './fields.ts';
import { generate } from './generators.ts';
import { type Layer, readGraph } from '../graph.ts';
import { jsonPatchEffect } from './json6902.ts';
import { mergeEffect, replacesList } from './merge.ts';
import { type PatchField, patchesOf } from './patches.ts';
import { mayBeReplaced } from './replacements.ts';
import { ABSENT, after, type Effect, type Field, LOST, type Stage, setTo, sourceOf } from './stage.ts';
import { appliesTo } from './target.ts';
import { writtenLine } from './written.ts';

/**
 * The way back from what kustomize rendered. It goes through the build again, from the innermost kustomization
 * outwards, for one field, and believes what it finds only if that is the value that was rendered.
 */
export async function locateKustomize(root: Root, tree: Tree): Promise<Locate> {
  const git = diskView(tree.dir);
  const { top } = readGraph(root.path, mostlyEditedView(root, git), git);
  const candidates = top === null ? [] : candidatesOf(top, tree);
  const sources = sourcesOf(tree);
  const { substitute } = root.kustomize ?? {};
  const meaning = (value: Json) => (substitute === undefined ? value : meaningOf(value, substitute));
  return async (manifest, path) => {
    const candidate = candidateFor(manifest, candidates, meaning);
    if (candidate === null) return null;
    if (path.length === 0) return objectLine(candidate, sources);
    return fieldLine(manifest, candidate, path, sources, meaning);
  };
}

/** What a root depends on, relative to the tree: files, and directories of charts. */
export async function kustomizeInputs(root: Root, view: View): Promise<readonly string[]> {
  return readGraph(root.path, mostlyEditedView(root, view)).inputs;
}

type Meaning = Field['meaning'];

function candidateFor(
  { object }: Manifest,
  candidates: readonly Candidate[],
  meaning: Meaning,
): Candidate | null {
  const { name } = object.metadata;
  const named = candidates.filter(
    (one) =>
      one.kind === object.kind &&
      one.group === groupOf(object.apiVersion) &&
      (meaning(one.names.at(-1) ?? '') === name || isHashed(name, one)),
  );
  const exact = named.filter(({ namespace }) => namespace === namespaceOf(object));
  const chosen = named.length === 1 ? named : exact;
  return chosen.length === 1 ? (chosen[0] ?? null) : null;
}

function isHashed(name: string, { declared, names }: Candidate): boolean {
  const stem = `${names.at(-1)}-`;
  return (
    declared.by === 'generator' && name.startsWith(stem) && /^[a-z0-9]{10}$/.test(name.slice(stem.length))
  );
}

function objectLine(candidate: Candidate, sources: Sources): FieldSource {
  const { declared } = candidate;
  if (declared.by === 'document') return lineIn(declared, [], sources) ?? { file: declared.file, line: null };
  const { layer, path } = declared;
  return { file: layer.file, line: writtenLine(layer, path, sources) };
}

/** Every step of the build that may set the field, in kustomize's order; the last one that did declares it. */
function fieldLine(
  { object }: Manifest,
  candidate: Candidate,
  path: Path,
  sources: Sources,
  meaning: Meaning,
): FieldSource | null {
  const at = fieldOf(object, path);
  if (at === null) return null;
  const { pointer, value } = at;
  const declared = declaredValue(candidate, [], sources);
  const field: Field = { candidate, rendered: object, path, pointer, value, declared, meaning };
  let stage = declaredStage(candidate, path, sources);
  for (const layer of candidate.layers) {
    for (const step of STEPS) stage = after(stage, step(layer, field, stage, sources), field);
    if (mayBeReplaced(layer, field, sources.tree)) stage = LOST;
  }
  return sourceOf(stage, field);
}

const STEPS: readonly Transformer[] = [
  (layer, field, _, sources) => generate(layer, field, sources),
  (layer, field, before, sources) => patched(layer, 'patchesStrategicMerge', field, before, sources),
  (layer, field, before, sources) => patched(layer, 'patches', field, before, sources),
  setNamespace,
  setLabels,
  setAnnotations,
  (layer, field, before, sources) => patched(layer, 'patchesJson6902', field, before, sources),
  setReplicas,
  setImage,
];

function patched(layer: Layer, list: PatchField, field: Field, before: Stage, sources: Sources): Effect {
  let stage = before;
  for (const patch of patchesOf(layer, list, sources)) {
    const applies = appliesTo(patch, field.candidate, field.rendered);
    if (applies === false) continue;
    const isJsonPatch = isArray(patch.value);
    // names are how a merge patch finds objects and items
    if (!isJsonPatch && stage.value !== undefined && isIdentity(field)) continue;
    const effect = isJsonPatch ? jsonPatchEffect(patch, field, sources) : mergeEffect(patch, field, sources);
    stage = after(stage, applies === null && effect !== null ? LOST : effect, field);
  }
  return stage === before ? null : stage;
}

function isIdentity(field: Field): boolean {
  const { path } = field;
  const [key, item] = [path.at(-1), path.at(-2)];
  if (path.length === 1) return key === 'apiVersion' || key === 'kind';
  if (typeof key !== 'string') return false;
  if (typeof item === 'object')
    return 'keys' in item && Object.hasOwn(item.keys, key) && !replacesList(item, field);
  return path.length === 2 && item === 'metadata' && (key === 'name' || key === 'namespace');
}

type InDocument = Extract<Candidate['declared'], { by: 'document' }>;

function declaredStage(candidate: Candidate, path: Path, sources: Sources): Stage {
  const { declared } = candidate;
  const value = declaredValue(candidate, path, sources);
  if (declared.by !== 'document' || value === undefined) return ABSENT;
  return setTo(value, lineIn(declared, path, sources));
}

function lineIn({ file, document, item }: InDocument, path: Path, sources: Sources): FieldSource | null {
  const line = locateIn(sources.positioned(document.text), document.text, path, item);
  return line === null ? null : { file, line: document.line + line - 1 };
}

function declaredValue({ declared }: Candidate, path: Path, sources: Sources): Json | undefined {
  if (declared.by === 'generator') return undefined;
  const { document, item } = declared;
  return sources.positioned(document.text).valueOf(item === null ? path : ['items', item, ...path]);
}
