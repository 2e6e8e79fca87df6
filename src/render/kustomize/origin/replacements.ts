import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, type Json, objectAt } from '../../../object.ts';
import type { Path } from '../../../path.ts';
import { parseYaml } from '../../../source/bulk.ts';
import type { Tree } from '../../types.ts';
import { includedBy, listOf } from '../files.ts';
import { inTree } from './generators.ts';
import type { Layer } from '../graph.ts';
import type { Field } from './stage.ts';

/**
 * Whether a replacement, or a transformer that the kustomization names, may set the field. What value it gives is
 * not told here: from then on nothing is certain.
 */
export function mayBeReplaced(layer: Layer, field: Field, tree: Tree): boolean {
  const replacements = listOf(layer.content, 'replacements').flatMap((one) =>
    replacementsIn(one, layer, tree),
  );
  if (replacements.some((one) => mayTarget(one, field))) return true;
  const keys = field.path.filter((step) => typeof step === 'string');
  return includedBy(layer.content, 'transformers').some(({ entry }) => {
    const file = inTree(layer, entry, tree);
    const text = file === null ? entry : textOf(join(tree.dir, file));
    return text === null || keys.some((key) => text.includes(key));
  });
}

function replacementsIn(written: Json, layer: Layer, tree: Tree): readonly Json[] {
  const { path } = objectAt(written);
  const file = typeof path === 'string' ? inTree(layer, path, tree) : null;
  if (file === null) return [written];
  const content = parseYaml(textOf(join(tree.dir, file)) ?? '', file);
  return isArray(content) ? content : [content];
}

/** null: it is a directory, a kustomization of transformers. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function mayTarget(replacement: Json, { candidate, path }: Field): boolean {
  return listOf(objectAt(replacement), 'targets').some((target) => {
    const { kind, name } = objectAt(target, 'select');
    if (typeof kind === 'string' && kind !== candidate.kind) return false;
    if (typeof name === 'string' && !candidate.names.includes(name)) return false;
    const given = objectAt(target).fieldPaths;
    const fieldPaths: readonly Json[] = isArray(given) ? given : ['metadata.name'];
    return fieldPaths.some((one) => typeof one !== 'string' || overlap(keysOf(one), path));
  });
}

/** `spec.template.spec.containers.[name=web].image` by its keys; which item it means is left open. */
function keysOf(fieldPath: string): readonly string[] {
  const steps = fieldPath.match(/\[[^\]]*\]|(?:\\.|[^.[])+/g) ?? [];
  return steps.flatMap((step) => {
    if (step.startsWith('[')) return step.includes('=') ? [] : [step.slice(1, -1)];
    return step === '*' || /^\d+$/.test(step) ? [] : [step.replaceAll('\\.', '.')];
  });
}

/** One of them holds the other. */
function overlap(keys: readonly string[], path: Path): boolean {
  const own = path.filter((step) => typeof step === 'string');
  const length = Math.min(keys.length, own.length);
  return own.slice(0, length).every((key, index) => key === keys[index]);
}
