import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../../errors.ts';
import { isObject, type Json, type JsonObject, objectAt } from '../../../object.ts';
import type { Path } from '../../../path.ts';
import { parseYaml, splitDocuments } from '../../../source/bulk.ts';
import type { Sources } from '../../field.ts';
import { resolveIn } from '../../tree-files.ts';
import type { FieldSource, Tree } from '../../types.ts';
import { listOf } from '../files.ts';
import type { Layer } from '../graph.ts';
import { writtenLine } from './written.ts';

/** One document of a patch, wherever it is written. */
export interface Patch {
  readonly target: JsonObject | null;
  readonly value: Json;
  readonly text: string;
  /** From a line of `text` to the line that it is in its file. */
  readonly place: (line: number) => FieldSource;
}

/** The patches of one of a kustomization's fields, in the order in which kustomize applies them. */
export function patchesOf(layer: Layer, field: PatchField, sources: Sources): readonly Patch[] {
  if (field === 'patchesStrategicMerge') return mergesOf(layer, sources);
  return listOf(layer.content, field).flatMap((entry, index) => {
    const { target, path, patch } = objectAt(entry);
    const selected = isObject(target) ? target : null;
    if (typeof path === 'string') return fromFile(layer, path, sources.tree, selected);
    return typeof patch === 'string' ? inPlace(layer, patch, [field, index, 'patch'], selected, sources) : [];
  });
}

export type PatchField = 'patchesStrategicMerge' | 'patches' | 'patchesJson6902';

function mergesOf(layer: Layer, sources: Sources): readonly Patch[] {
  return listOf(layer.content, 'patchesStrategicMerge').flatMap((entry, index) => {
    if (typeof entry !== 'string') return [];
    const file = fromFile(layer, entry, sources.tree, null);
    return file.length > 0 ? file : inPlace(layer, entry, ['patchesStrategicMerge', index], null, sources);
  });
}

function fromFile(layer: Layer, entry: string, tree: Tree, target: JsonObject | null): readonly Patch[] {
  const file = resolveIn(layer.dir, entry);
  if (/[\n{]/.test(entry) || file.startsWith('..') || !existsSync(join(tree.dir, file))) return [];
  const text = readFileSync(join(tree.dir, file), 'utf8');
  return documents(text, file, target, (line) => ({ file, line }));
}

/** A block scalar: its lines stand below its key, one for one. Anything else is told by the line of its key. */
function inPlace(
  layer: Layer,
  text: string,
  path: Path,
  target: JsonObject | null,
  sources: Sources,
): readonly Patch[] {
  const key = writtenLine(layer, path, sources);
  const written = layer.text.split('\n');
  const lines = text.split('\n');
  return documents(text, layer.file, target, (line) => {
    const below = key === null ? null : key + line;
    const same = below !== null && written[below - 1]?.trim() === lines[line - 1]?.trim();
    return { file: layer.file, line: same ? below : key };
  });
}

function documents(
  text: string,
  file: string,
  target: JsonObject | null,
  place: Patch['place'],
): readonly Patch[] {
  return splitDocuments(text).flatMap((document) => {
    try {
      const value = parseYaml(document.text, file, document.line);
      const within = (line: number) => place(document.line + line - 1);
      return [{ target, value, text: document.text, place: within }];
    } catch (error) {
      if (error instanceof GitopsError) return [];
      throw error;
    }
  });
}
