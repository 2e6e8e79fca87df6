import { GitopsError, ManifestError } from '../../../errors.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../object.ts';
import { decode } from '../../../render/text.ts';
import { resolveIn } from '../../../render/tree-files.ts';
import { parseYaml } from '../../../source/bulk.ts';
import type { View } from '../../../view.ts';
import { invalid } from '../fields.ts';

/** Larger no list of parameters is. */
const LARGEST = 1024 * 1024;
/** What a file of the repository has no say in. */
const FIXED = ['repoURL', 'path', 'targetRevision', 'chart'] as const;

/** Files beside the manifests of an app that change its source, there or not; the later ones count more. */
export function overrideFiles(path: string, app: string): readonly string[] {
  return ['.argocd-source.yaml', `.argocd-source-${app}.yaml`]
    .filter((name) => !name.includes('/'))
    .map((name) => resolveIn(path, name));
}

/** A source with what those files say merged over it (a merge patch each). Throws ManifestError for a broken one. */
export function overridden(source: JsonObject, files: readonly string[], view: View): JsonObject {
  let merged = source;
  for (const file of files) {
    const patch = read(file, view);
    if (patch !== undefined) merged = decodedOver(merged, mergePatch(merged, patch));
  }
  const own = FIXED.map((field) => [field, source[field] ?? null] as const);
  return { ...merged, ...Object.fromEntries(own) };
}

function read(file: string, view: View): JsonObject | undefined {
  if (view.placeOf(file).lost !== null)
    throw invalid(`${file} leads out of the repository`, `write ${file} itself`);
  const content = view.read(file);
  if (content === undefined) return undefined;
  if (content.length > LARGEST) throw invalid(`${file} is larger than a source can be`, `shorten ${file}`);
  const patch = parsed(decode(content), file);
  if (patch === null) return undefined;
  if (!isObject(patch)) throw invalid(`${file} holds no map`, `write fields of a source into ${file}`);
  return patch;
}

function parsed(text: string, file: string): Json {
  try {
    return parseYaml(text, file);
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    const { message, facts, hint } = error;
    throw new ManifestError('INVALID_SOURCE', message, { facts, hint, cause: error });
  }
}

/** RFC 7386. */
function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? mergePatch(isObject(before) ? before : {}, value) : value);
  }
  return Object.fromEntries(merged);
}

/**
 * What Go's decoder leaves where it decodes a value over another, as Argo CD does with what was merged: fields that are
 * absent stay, those of the items of a list, one by one, as well. Values are not decoded.
 */
function decodedOver(before: JsonObject, after: JsonObject): JsonObject {
  const entries = Object.entries(after).map(([key, value]) => {
    const was = before[key];
    return [key, key === 'valuesObject' || was === undefined ? value : valueOver(was, value)] as const;
  });
  return { ...before, ...Object.fromEntries(entries) };
}

function valueOver(before: Json, after: Json): Json {
  if (isObject(before) && isObject(after)) return decodedOver(before, after);
  if (!isArray(before) || !isArray(after)) return after;
  return after.map((item, index) => {
    const was = before[index];
    return was === undefined || !isObject(item) ? item : valueOver(was, item);
  });
}
