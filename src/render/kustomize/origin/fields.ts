import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  sameJson,
  stringOr,
} from '../../../object.ts';
import type { Path } from '../../../path.ts';
import type { Sources } from '../../field.ts';
import { listOf } from '../files.ts';
import type { Layer } from '../graph.ts';
import { type Effect, type Field, LOST, type Stage, setTo } from './stage.ts';
import { writtenLine } from './written.ts';

/** What one of a kustomization's own fields does to a field, given what it is before. */
export type Transformer = (layer: Layer, field: Field, before: Stage, sources: Sources) => Effect;

export function setNamespace(layer: Layer, { path, value }: Field, _: Stage, sources: Sources): Effect {
  if (path.length !== 2 || path[0] !== 'metadata' || path[1] !== 'namespace') return null;
  const { namespace } = layer.content;
  // objects that have none stay without, and this field is not asked about
  return namespace === undefined || namespace !== value
    ? null
    : entry(layer, namespace, ['namespace'], sources);
}

export function setLabels(layer: Layer, field: Field, before: Stage, sources: Sources): Effect {
  const { path } = field;
  const key = path.at(-1);
  const place = labelPlace(path);
  if (typeof key !== 'string' || place === null) return null;
  let effect: Effect = null;
  for (const [index, one] of listOf(layer.content, 'labels').entries()) {
    const { pairs, includeSelectors, includeTemplates, fields } = objectAt(one);
    const label = isObject(pairs) ? pairs[key] : undefined;
    if (label === undefined) continue;
    const covered =
      place === 'own' || includeSelectors === true || (place === 'template' && includeTemplates === true);
    if (covered)
      effect = certainly(place, entry(layer, label, ['labels', index, 'pairs', key], sources), before);
    else if (isArray(fields)) effect = LOST;
  }
  const common = objectAt(layer.content.commonLabels)[key];
  if (common === undefined) return effect;
  return certainly(place, entry(layer, common, ['commonLabels', key], sources), before);
}

export function setAnnotations(layer: Layer, { path }: Field, before: Stage, sources: Sources): Effect {
  const key = path.at(-1);
  if (path.at(-2) !== 'annotations' || path.at(-3) !== 'metadata' || typeof key !== 'string') return null;
  const value = objectAt(layer.content.commonAnnotations)[key];
  if (value === undefined) return null;
  const place = path.length === 3 ? 'own' : templateOr('elsewhere', path);
  return certainly(place, entry(layer, value, ['commonAnnotations', key], sources), before);
}

const SCALED = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

export function setReplicas(layer: Layer, { path, candidate }: Field, _: Stage, sources: Sources): Effect {
  if (path.length !== 2 || path[0] !== 'spec' || path[1] !== 'replicas' || !SCALED.has(candidate.kind))
    return null;
  const index = listOf(layer.content, 'replicas').findIndex((one) => {
    const { name } = objectAt(one);
    return typeof name === 'string' && candidate.names.includes(name);
  });
  const count = objectAt(listOf(layer.content, 'replicas')[index]).count;
  return index < 0 || count === undefined ? null : entry(layer, count, ['replicas', index, 'count'], sources);
}

export function setImage(layer: Layer, { path }: Field, before: Stage, sources: Sources): Effect {
  const list = path.at(-3);
  if (path.at(-1) !== 'image' || (list !== 'containers' && list !== 'initContainers')) return null;
  let effect: Effect = null;
  let image = before.value;
  for (const [index, one] of listOf(layer.content, 'images').entries()) {
    const change = objectAt(one);
    if (typeof image !== 'string' || !isImage(image, stringOr(change.name, ''))) continue;
    const changed = withChange(image, change);
    const key = ['digest', 'newTag', 'tagSuffix', 'newName'].find((name) => change[name] !== undefined);
    if (key === undefined) continue;
    effect = entry(layer, changed, ['images', index, key], sources);
    image = changed;
  }
  return effect;
}

function isImage(image: string, name: string): boolean {
  return image === name || image.startsWith(`${name}:`) || image.startsWith(`${name}@`);
}

/** A new tag takes the digest away, and the other way round. */
function withChange(image: string, { newName, newTag, digest, tagSuffix }: JsonObject): string {
  const [, name = image, tag = '', oldDigest = ''] = /^(.+?)(?::([\w.-]+))?(?:@(.+))?$/.exec(image) ?? [];
  const renamed = stringOr(newName, name);
  const at = (to: string, pin: string) =>
    `${renamed}${to === '' ? '' : `:${to}`}${pin === '' ? '' : `@${pin}`}`;
  if (newTag !== undefined || digest !== undefined)
    return at(newTag === undefined ? '' : String(newTag), stringOr(digest, ''));
  return typeof tagSuffix === 'string' ? at(`${tag}${tagSuffix}`, '') : at(tag, oldDigest);
}

type LabelPlace = 'own' | 'template' | 'selector' | 'elsewhere';

function labelPlace(path: Path): LabelPlace | null {
  const parent = path.at(-2);
  if (parent === 'labels' && path.at(-3) === 'metadata')
    return path.length === 3 ? 'own' : templateOr('elsewhere', path);
  if (parent !== 'matchLabels' && parent !== 'selector') return null;
  const isPlain = path.slice(0, 2).join('.') === 'spec.selector' && path.length <= 4;
  return isPlain ? 'selector' : 'elsewhere';
}

function templateOr(otherwise: LabelPlace, path: Path): LabelPlace {
  return path.slice(0, 2).join('.') === 'spec.template' && path.length === 5 ? 'template' : otherwise;
}

/** Where kustomize's own list of places is not known by heart, only a value that stays the same would deceive us. */
function certainly(place: LabelPlace, effect: Stage, before: Stage): Stage {
  return place === 'elsewhere' && sameJson(effect.value, before.value) ? LOST : effect;
}

function entry(layer: Layer, value: Json, path: Path, sources: Sources): Stage {
  const line = writtenLine(layer, path, sources);
  // what a deployer sets is certain, and has no line in git
  const isUnplaced = line === null && layer.written === null;
  return setTo(value, isUnplaced ? null : { file: layer.file, line });
}
