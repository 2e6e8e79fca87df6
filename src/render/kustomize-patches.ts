import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../errors.ts';
import { isArray, isObject, type Json, type JsonObject, objectAt } from '../object.ts';
import type { Path } from '../path.ts';
import { parseYaml, splitDocuments } from '../source/bulk.ts';
import type { Sources } from './field.ts';
import { listOf } from './kustomize-files.ts';
import type { Layer } from './kustomize-graph.ts';
import { resolveIn } from './tree-files.ts';
import type { FieldSource, Tree } from './types.ts';

/** One document of a patch, wherever it is written. */
export interface Patch {
  readonly target: JsonObject | null;
  readonly value: Json;
  readonly text: string;
  /** From a line of `text` to the line that it is in its file. */
  readonly place: (line: number) => FieldSource;
}

export interface Setting {
  readonly value: Json;
  readonly source: FieldSource;
}

/** The patches of a kustomization in the order in which kustomize applies them. */
export function patchesOf(layer: Layer, sources: Sources): readonly Patch[] {
  const inList = (field: string) =>
    listOf(layer.content, field).flatMap((entry, index) => {
      const { target, path, patch } = objectAt(entry);
      const selected = isObject(target) ? target : null;
      if (typeof path === 'string') return fromFile(layer, path, sources.tree, selected);
      return typeof patch === 'string'
        ? inPlace(layer, patch, [field, index, 'patch'], selected, sources)
        : [];
    });
  const merges = listOf(layer.content, 'patchesStrategicMerge').flatMap((entry, index) => {
    if (typeof entry !== 'string') return [];
    const file = fromFile(layer, entry, sources.tree, null);
    return file.length > 0 ? file : inPlace(layer, entry, ['patchesStrategicMerge', index], null, sources);
  });
  return [...merges, ...inList('patches'), ...inList('patchesJson6902')];
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
  const key = sources.positioned(layer.text).lineOf(path);
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

/** What a patch sets a field to, and where; null: it leaves it alone. `pointer`: the field's JSON pointer. */
export function settingOf(
  patch: Patch,
  path: Path,
  pointer: readonly string[],
  sources: Sources,
): Setting | null {
  const positioned = sources.positioned(patch.text);
  const at = (where: Path): Setting | null => {
    const value = positioned.valueOf(where);
    const line = positioned.lineOf(where);
    return value === undefined || line === null ? null : { value, source: patch.place(line) };
  };
  if (!isArray(patch.value)) return at(path);
  for (const [index, entry] of [...patch.value.entries()].reverse()) {
    const { op, path: to } = objectAt(entry);
    if ((op !== 'add' && op !== 'replace') || typeof to !== 'string') continue;
    const steps = to
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const prefix = steps.every(
      (step, depth) => step === pointer[depth] || (step === '-' && /^\d+$/.test(pointer[depth] ?? '')),
    );
    const found = prefix ? at([index, 'value', ...path.slice(steps.length)]) : null;
    if (found !== null) return found;
  }
  return null;
}
