import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { GitopsError, type Warning } from '../errors.ts';
import { isArray, isObject, type Json, objectAt } from '../object.ts';
import { openStore } from '../store.ts';
import { VERSION } from '../version.ts';
import type { View } from '../view.ts';
import { checked } from './check.ts';
import { identityOf } from './program/program-identity.ts';
import { isFromCluster } from './sources.ts';
import type { Manifest, Rendering, Root, Target } from './types.ts';

/** Settings of the renderers that no flag of ours overrides. */
const SETTINGS = /^(?:HELM|KUSTOMIZE|JSONNET)_/;

/** Two revisions of a thousand roots, once by the files and once by git's ids of them; most are a few KB. */
const LIMITS = { files: 4000, bytes: 512 * 1024 * 1024 };

export interface Ingredients {
  /** The program that renders: the first of these that is there; none: we do. */
  readonly programs: readonly string[];
  /** Files, relative to the tree, that the rendering can read, those that are not there included; null: not known. */
  readonly inputs: () => readonly string[] | null;
  /** What it is told of the cluster. */
  readonly target: Target | null;
  /** What else makes files of the content that the view tells by its digests. */
  readonly layout?: string;
}

/**
 * A rendering, remembered by the content of everything it is made of. Kept is only what every further run would give
 * again: without problems, without warnings besides what kustomize says of old fields, without anything from the
 * network, and never with a Secret.
 */
export async function cached(
  root: Root,
  view: View,
  ingredients: Ingredients,
  deps: Pick<Deps, 'env'>,
  render: () => Promise<Rendering>,
): Promise<Rendering> {
  // what changed while the program was reading belongs to neither key
  const keyNow = () => keyOf(root, view, ingredients, deps);
  return remembered(keyNow(), deps, render, keyNow);
}

/** A rendering under a key of its own; `keyAfter`: the key as it is when the program has read everything. */
export async function remembered(
  key: string | null,
  deps: Pick<Deps, 'env'>,
  render: () => Promise<Rendering>,
  keyAfter: () => string | null = () => key,
): Promise<Rendering> {
  if (key === null) return render();
  const store = openStore(deps, 'renders', LIMITS);
  const kept = revived(store.read(key));
  if (kept !== undefined) {
    const { warnings, ...manifests } = kept;
    return { ...manifests, problems: [], warnings };
  }
  const rendering = await render();
  if (mayBeKept(rendering) && keyAfter() === key) store.write(key, keptOf(rendering));
  return rendering;
}

/** null: something that decides the rendering cannot be told. */
export function keyOf(
  root: Root,
  view: View,
  { programs, inputs, target, layout }: Ingredients,
  { env }: Pick<Deps, 'env'>,
): string | null {
  // its values may be secret, and a second program makes a part of it
  if (isFromCluster(root) || root.helm?.postRenderers !== undefined) return null;
  const identity = programs.length === 0 ? 'none' : identityOf(programs, env);
  const files = identity === null ? null : inputs();
  if (files === null) return null;
  const settings = Object.entries(env).filter(([name]) => SETTINGS.test(name));
  const contents = files.map((file) => [file, view.digest(file)]);
  return sha256(JSON.stringify([VERSION, identity, root, target, settings.sort(), contents, layout ?? null]));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function mayBeKept({ manifests, perDeploy, problems, warnings, fetched }: Rendering): boolean {
  const isPlain = problems.length === 0 && warnings.every(isRepeated) && fetched !== true;
  return isPlain && [...manifests, ...perDeploy].every(({ object }) => object.kind !== 'Secret');
}

/** Many repositories have a field that kustomize deprecates: the same content is told the same. */
function isRepeated({ code, object, app }: Warning): boolean {
  return code === 'KUSTOMIZE_WARNING' && object === undefined && app === undefined;
}

function keptOf({ manifests, perDeploy, warnings }: Rendering): Json {
  return {
    manifests: manifests.map(entryOf),
    perDeploy: perDeploy.map(entryOf),
    warnings: warnings.map(({ code, message, hint }) => [code, message, hint]),
  };
}

function entryOf({ object, origin }: Manifest): Json {
  return [origin.file, origin.document, origin.line, origin.item, object];
}

/** What was kept, if it still is what was written. */
function revived(kept: Json | undefined): Omit<Rendering, 'problems'> | undefined {
  const { manifests, perDeploy, warnings } = objectAt(kept);
  const [applied, made, said] = [manifestsOf(manifests), manifestsOf(perDeploy), warningsOf(warnings)];
  if (applied === undefined || made === undefined || said === undefined) return undefined;
  return { manifests: applied, perDeploy: made, warnings: said };
}

function warningsOf(kept: Json | undefined): readonly Warning[] | undefined {
  if (!isArray(kept)) return undefined;
  const warnings = kept.flatMap((entry): readonly Warning[] => {
    const [code, message, hint] = isArray(entry) ? entry : [];
    const isWhole = typeof code === 'string' && typeof message === 'string' && isText(hint);
    return isWhole ? [{ code, message, hint }] : [];
  });
  return warnings.length === kept.length ? warnings : undefined;
}

function manifestsOf(kept: Json | undefined): readonly Manifest[] | undefined {
  if (!isArray(kept)) return undefined;
  const manifests = kept.map(manifestOf).filter((manifest) => manifest !== undefined);
  return manifests.length === kept.length ? manifests : undefined;
}

function manifestOf(entry: Json): Manifest | undefined {
  if (!isArray(entry)) return undefined;
  const [file, document, line, item, object] = entry;
  if (!isText(file) || !isNumber(document) || !isNumber(line) || !isNumber(item) || !isObject(object))
    return undefined;
  try {
    return { object: checked(object, { file, line }), origin: { file, document, line, item } };
  } catch (error) {
    if (error instanceof GitopsError) return undefined;
    throw error;
  }
}

function isText(value: Json | undefined): value is string | null {
  return value === null || typeof value === 'string';
}

function isNumber(value: Json | undefined): value is number | null {
  return value === null || typeof value === 'number';
}
