import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type JsonObject, objectAt } from '../../../object.ts';
import type { Path } from '../../../path.ts';
import type { Sources } from '../../field.ts';
import { resolveIn } from '../../tree-files.ts';
import type { FieldSource, Tree } from '../../types.ts';
import { GENERATORS } from './candidates.ts';
import { listOf } from '../files.ts';
import type { Layer } from '../graph.ts';
import { type Effect, type Field, setTo } from './stage.ts';
import { writtenLine } from './written.ts';

/** The literal, file or line of an env file that gives a generated ConfigMap or Secret one of its keys. */
export function generate(layer: Layer, field: Field, sources: Sources): Effect {
  const { candidate, path, value } = field;
  const [top, key] = path;
  if (top === 'metadata') return fromOptions(layer, field, sources);
  if (path.length !== 2 || typeof key !== 'string' || typeof value !== 'string') return null;
  if (top !== 'data' && top !== 'binaryData') return null;
  const isEncoded = candidate.kind === 'Secret' || top === 'binaryData';
  const wanted = isEncoded ? Buffer.from(value, 'base64') : Buffer.from(value);
  for (const [name, kind] of Object.entries(GENERATORS)) {
    if (kind !== candidate.kind) continue;
    for (const [index, entry] of [...listOf(layer.content, name).entries()].reverse()) {
      const generator = objectAt(entry);
      if (typeof generator.name !== 'string' || !candidate.names.includes(generator.name)) continue;
      const found = sourceOf(
        { layer, generator, path: [name, index], tree: sources.tree, sources },
        key,
        wanted,
      );
      if (found !== null) return setTo(value, found);
    }
  }
  return null;
}

/** Labels and annotations that generators give, their own before those of the kustomization. */
function fromOptions(layer: Layer, { candidate, path }: Field, sources: Sources): Effect {
  const [, field, key] = path;
  const { declared } = candidate;
  if (declared.by !== 'generator' || declared.layer !== layer) return null;
  if (path.length !== 3 || typeof field !== 'string' || typeof key !== 'string') return null;
  for (const options of [[...declared.path, 'options'], ['generatorOptions']]) {
    const value = sources.positioned(layer.text).valueOf([...options, field, key]);
    const line = sources.positioned(layer.text).lineOf([...options, field, key]);
    if (value !== undefined && line !== null) return setTo(value, { file: layer.file, line });
  }
  return null;
}

interface Generator {
  readonly layer: Layer;
  readonly generator: JsonObject;
  readonly path: Path;
  readonly tree: Tree;
  readonly sources: Sources;
}

function sourceOf(one: Generator, key: string, wanted: Buffer): FieldSource | null {
  return fromLiterals(one, key, wanted) ?? fromFiles(one, key, wanted) ?? fromEnvs(one, key, wanted);
}

function fromLiterals(
  { layer, generator, path, sources }: Generator,
  key: string,
  wanted: Buffer,
): FieldSource | null {
  const index = listOf(generator, 'literals').findIndex(
    (literal) => typeof literal === 'string' && assigns(literal, key, wanted),
  );
  if (index < 0) return null;
  return { file: layer.file, line: writtenLine(layer, [...path, 'literals', index], sources) };
}

function fromFiles({ layer, generator, tree }: Generator, key: string, wanted: Buffer): FieldSource | null {
  for (const entry of listOf(generator, 'files')) {
    if (typeof entry !== 'string') continue;
    const equals = entry.indexOf('=');
    const written = entry.slice(equals + 1);
    const file = inTree(layer, written, tree);
    if (file === null || (equals < 0 ? posix.basename(written) : entry.slice(0, equals)) !== key) continue;
    if (readFileSync(join(tree.dir, file)).equals(wanted)) return { file, line: null };
  }
  return null;
}

function fromEnvs({ layer, generator, tree }: Generator, key: string, wanted: Buffer): FieldSource | null {
  for (const entry of [...listOf(generator, 'envs'), generator.env ?? null]) {
    const file = typeof entry === 'string' ? inTree(layer, entry, tree) : null;
    if (file === null) continue;
    const lines = readFileSync(join(tree.dir, file), 'utf8').split(/\r?\n/);
    const index = lines.findLastIndex((line) => assigns(line.trimStart(), key, wanted));
    if (index >= 0) return { file, line: index + 1 };
  }
  return null;
}

/** kustomize takes one pair of quotes off a literal. */
function assigns(line: string, key: string, wanted: Buffer): boolean {
  if (!line.startsWith(`${key}=`)) return false;
  const value = line.slice(key.length + 1);
  const unquoted = /^(["'])(.*)\1$/s.exec(value)?.[2];
  return [value, unquoted].some((one) => one !== undefined && Buffer.from(one).equals(wanted));
}

export function inTree(layer: Layer, entry: string, tree: Tree): string | null {
  const file = resolveIn(layer.dir, entry);
  return file.startsWith('..') || !existsSync(join(tree.dir, file)) ? null : file;
}
