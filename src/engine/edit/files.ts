import { UsageError } from '../../errors.ts';
import { isArray, isObject, type Json } from '../../object.ts';
import type { Path } from '../../path.ts';
import type { Locate } from '../../render/types.ts';
import { fieldType, itemKeys, itemType, type Typed, UNTYPED } from '../../schema.ts';
import type { Item } from '../types.ts';

/** A file of the repository that declares something of an object. */
export interface DeclaringFile {
  readonly file: string;
  /** Of the first thing that it declares of it. */
  readonly line: number;
  /** How many of its fields. */
  readonly fields: number;
}

/** Every file that declares a field of the object, as far as it can be told: resource, patches, values. */
export async function declaringFiles(
  { manifest, type }: Item,
  locate: Locate,
): Promise<readonly DeclaringFile[]> {
  const files = new Map<string, { line: number; fields: number }>();
  for (const path of [[], ...leaves(manifest.object, type, [])]) {
    const source = await locate(manifest, path);
    if (source === null) continue;
    const known = files.get(source.file) ?? { line: source.line ?? 1, fields: 0 };
    files.set(source.file, {
      line: Math.min(known.line, source.line ?? known.line),
      fields: known.fields + (path.length === 0 ? 0 : 1),
    });
  }
  return [...files].map(([file, { line, fields }]) => ({ file, line, fields }));
}

/** Down to scalars; a list whose items have no keys of their own is one value. */
function leaves(value: Json, type: Typed, path: Path): readonly Path[] {
  if (isArray(value)) {
    const keyed = value.flatMap((item) => {
      const keys = itemKeys(type, item);
      return keys === undefined ? [] : leaves(item, itemType(type), [...path, { keys }]);
    });
    return keyed.length > 0 ? keyed : [path];
  }
  if (!isObject(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, fieldType(type, key) ?? UNTYPED, [...path, key]),
  );
}

/**
 * The file to open: the one asked for, else the one nearest to the environment: the overlay's own before the base, the
 * values before the template; a kustomization itself last, for it mostly says what is built, not what it holds. Throws UsageError where the asked one declares nothing of it.
 */
export function chooseFile(
  files: readonly DeclaringFile[],
  asked: string | undefined,
  { app: { root } }: Item,
  values: readonly string[],
): DeclaringFile {
  if (asked !== undefined) {
    const found =
      files.find(({ file }) => file === asked) ?? files.find(({ file }) => file.endsWith(`/${asked}`));
    if (found !== undefined) return found;
    throw new UsageError('UNKNOWN_TARGET', `${asked} declares nothing of it`, {
      facts: files.map(({ file, line }) => `  ${file}:${line}`),
      hint: 'choose one of these with --file',
    });
  }
  const ranked = files.toSorted((a, b) => rank(a) - rank(b));
  const [first] = ranked;
  if (first !== undefined) return first;
  throw new UsageError('NO_SOURCE', `which file of ${root.path} declares it cannot be told`, {
    hint: `edit ${root.path} by hand`,
  });

  function rank({ file }: DeclaringFile): number {
    const ofEnvironment = values.indexOf(file);
    if (ofEnvironment >= 0) return -1 - ofEnvironment;
    const isOwn = root.path === '.' || file === root.path || file.startsWith(`${root.path}/`);
    const isKustomization = /(^|\/)kustomization\.ya?ml$|(^|\/)Kustomization$/.test(file);
    return (isOwn ? 0 : 1) + (isKustomization ? 2 : 0);
  }
}
