import { isArray, isObject, type Json, objectAt } from '../object.ts';
import type { Path } from '../path.ts';
import type { Sources } from './field.ts';
import type { Candidate } from './kustomize-candidates.ts';
import { listOf } from './kustomize-files.ts';
import type { Layer } from './kustomize-graph.ts';
import type { FieldSource } from './types.ts';

/** A field of a rendered object: what is asked for. */
export interface Field {
  readonly candidate: Candidate;
  readonly path: Path;
  readonly value: Json;
  /** The value where the object is declared, before any kustomization; undefined when it is not there. */
  readonly declared: Json | undefined;
}

/** The entry of a kustomization's own fields (images, replicas, labels…) that gives a field its value. */
export function fieldInKustomization(layer: Layer, field: Field, sources: Sources): FieldSource | null {
  const path =
    imageEntry(layer, field) ??
    replicasEntry(layer, field) ??
    annotationEntry(layer, field) ??
    labelEntry(layer, field) ??
    namespaceEntry(layer, field);
  if (path === null) return null;
  return { file: layer.file, line: sources.positioned(layer.text).lineOf(path) };
}

function imageEntry({ content }: Layer, { path, value, declared, candidate }: Field): Path | null {
  if (path.at(-1) !== 'image' || typeof value !== 'string') return null;
  const rendered = imageParts(value);
  const earlier = candidate.layers
    .flatMap((layer) => listOf(layer.content, 'images'))
    .map((entry) => objectAt(entry).newName);
  for (const [index, entry] of [...listOf(content, 'images').entries()].reverse()) {
    const { name, newName, newTag, digest } = objectAt(entry);
    const isBase =
      typeof declared !== 'string' || imageParts(declared).name === name || earlier.includes(name ?? null);
    const isResult =
      rendered.name === (newName ?? name) &&
      (newTag === undefined || String(newTag) === rendered.tag) &&
      (digest === undefined || digest === rendered.digest);
    const key = [
      ['digest', digest],
      ['newTag', newTag],
      ['newName', newName],
    ].find(([, one]) => one !== undefined)?.[0];
    if (isBase && isResult && typeof key === 'string') return ['images', index, key];
  }
  return null;
}

function imageParts(image: string): { readonly name: string; readonly tag: string; readonly digest: string } {
  const [, name = image, tag = '', digest = ''] = /^(.+?)(?::([\w.-]+))?(?:@(.+))?$/.exec(image) ?? [];
  return { name, tag, digest };
}

function replicasEntry({ content }: Layer, { path, value, candidate }: Field): Path | null {
  if (path.length !== 2 || path[0] !== 'spec' || path[1] !== 'replicas') return null;
  const index = listOf(content, 'replicas').findIndex((entry) => {
    const { name, count } = objectAt(entry);
    return typeof name === 'string' && candidate.names.includes(name) && count === value;
  });
  return index < 0 ? null : ['replicas', index, 'count'];
}

function annotationEntry({ content }: Layer, { path, value }: Field): Path | null {
  const key = path.at(-1);
  if (path.at(-2) !== 'annotations' || path.at(-3) !== 'metadata' || typeof key !== 'string') return null;
  return objectAt(content.commonAnnotations)[key] === value ? ['commonAnnotations', key] : null;
}

function labelEntry({ content }: Layer, { path, value }: Field): Path | null {
  const key = path.at(-1);
  if (typeof key !== 'string') return null;
  const place = labelPlace(path);
  if (place === null) return null;
  for (const [index, entry] of [...listOf(content, 'labels').entries()].reverse()) {
    const { pairs, includeSelectors, includeTemplates, fields } = objectAt(entry);
    const covers =
      place === 'own' ||
      includeSelectors === true ||
      (place === 'template' && includeTemplates === true) ||
      isArray(fields);
    if (covers && isObject(pairs) && pairs[key] === value) return ['labels', index, 'pairs', key];
  }
  return objectAt(content.commonLabels)[key] === value ? ['commonLabels', key] : null;
}

function labelPlace(path: Path): 'own' | 'template' | 'selector' | null {
  const parent = path.at(-2);
  if (parent === 'labels' && path.at(-3) === 'metadata') return path.length === 3 ? 'own' : 'template';
  return parent === 'matchLabels' || parent === 'selector' ? 'selector' : null;
}

function namespaceEntry({ content }: Layer, { path, value }: Field): Path | null {
  if (path.length !== 2 || path[0] !== 'metadata' || path[1] !== 'namespace') return null;
  return content.namespace === value ? ['namespace'] : null;
}
