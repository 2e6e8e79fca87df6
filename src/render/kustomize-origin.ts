import { groupOf, isArray, type Json, namespaceOf, sameJson } from '../object.ts';
import type { Path } from '../path.ts';
import { locateInDocument } from '../source/positions.ts';
import { fieldOf, type Sources, sourcesOf } from './field.ts';
import { type Candidate, candidatesOf } from './kustomize-candidates.ts';
import { type Field, fieldInKustomization } from './kustomize-fields.ts';
import { fieldInGenerator, mayBeReplaced } from './kustomize-generators.ts';
import { readGraph } from './kustomize-graph.ts';
import { type Patch, patchesOf, settingOf } from './kustomize-patches.ts';
import { appliesTo } from './kustomize-target.ts';
import type { FieldSource, Locate, Manifest, Root, Tree } from './types.ts';

/**
 * The way back from what kustomize rendered. It retraces the graph from the outermost kustomization inwards and
 * believes a line only if it says what was rendered; anything it cannot be sure of is null.
 */
export async function locateKustomize(root: Root, tree: Tree): Promise<Locate> {
  const { top } = readGraph(root.path, tree);
  const candidates = top === null ? [] : candidatesOf(top, tree);
  const sources = sourcesOf(tree);
  return async (manifest, path) => {
    const candidate = candidateFor(manifest, candidates);
    if (candidate === null) return null;
    return path.length === 0 ? objectLine(candidate, sources) : fieldLine(manifest, candidate, path, sources);
  };
}

/** What a root depends on, relative to the tree: files, and directories of charts. */
export async function kustomizeInputs(dir: string, tree: Tree): Promise<readonly string[]> {
  return readGraph(dir, tree).inputs;
}

function candidateFor({ object }: Manifest, candidates: readonly Candidate[]): Candidate | null {
  const { name } = object.metadata;
  const named = candidates.filter(
    (one) =>
      one.kind === object.kind &&
      one.group === groupOf(object.apiVersion) &&
      (one.names.at(-1) === name || isHashed(name, one)),
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

function objectLine({ declared }: Candidate, sources: Sources): FieldSource {
  if (declared.by === 'generator') {
    const { layer, path } = declared;
    return { file: layer.file, line: sources.positioned(layer.text).lineOf(path) };
  }
  return declaredLine(declared, []) ?? { file: declared.file, line: null };
}

function fieldLine(
  { object }: Manifest,
  candidate: Candidate,
  path: Path,
  sources: Sources,
): FieldSource | null {
  const at = fieldOf(object, path);
  if (at === null) return null;
  const { pointer, value } = at;
  const declared = declaredValue(candidate, path, sources);
  const field: Field = { candidate, path, value, declared };
  for (const layer of [...candidate.layers].reverse()) {
    if (mayBeReplaced(layer, path, sources.tree)) return null;
    const own = fieldInKustomization(layer, field, sources);
    if (own !== null) return own;
    for (const patch of [...patchesOf(layer, sources)].reverse()) {
      const found = fieldInPatch(patch, field, object, pointer, sources);
      if (found !== undefined) return found;
    }
    const generated = fieldInGenerator(layer, field, sources);
    if (generated !== null) return generated;
  }
  if (candidate.declared.by === 'generator' || declared === undefined) return null;
  return sameJson(declared, value) ? declaredLine(candidate.declared, path) : null;
}

/** undefined: the patch has no part in the field; null: it may have, and what it says is not what was rendered. */
function fieldInPatch(
  patch: Patch,
  { candidate, path, value }: Field,
  object: Manifest['object'],
  pointer: readonly string[],
  sources: Sources,
): FieldSource | null | undefined {
  const applies = appliesTo(patch, candidate, object);
  const isIdentity =
    path.length === 2 && path[0] === 'metadata' && (path[1] === 'name' || path[1] === 'namespace');
  if (applies === false || (isIdentity && !isArray(patch.value))) return undefined;
  const setting = settingOf(patch, path, pointer, sources);
  if (setting === null) return undefined;
  return applies === true && sameJson(setting.value, value) ? setting.source : null;
}

type InDocument = Extract<Candidate['declared'], { by: 'document' }>;

function declaredLine({ file, document, item }: InDocument, path: Path): FieldSource | null {
  const line = locateInDocument(document.text, path, item);
  return line === null ? null : { file, line: document.line + line - 1 };
}

function declaredValue({ declared }: Candidate, path: Path, sources: Sources): Json | undefined {
  if (declared.by === 'generator') return undefined;
  const { document, item } = declared;
  return sources.positioned(document.text).valueOf(item === null ? path : ['items', item, ...path]);
}
