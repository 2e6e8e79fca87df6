import {
  groupOf,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  namespaceOf,
  objectAt,
  sameJson,
  stringOr,
} from '../../../object.ts';
import { readManifests } from '../../../render/manifest.ts';
import { decode } from '../../../render/text.ts';
import type { View } from '../../../view.ts';
import { type ControllerObjects, withObjects } from '../../controlled/objects.ts';

/** What a commit declares for a controller. */
export interface DeclaredObject {
  /** null: nothing but a program tells. */
  readonly file: string | null;
  /** The app that renders it, or the set that makes it; null: it stands in a file, and belongs to whichever app reads that. */
  readonly by: string | null;
  readonly object: KubeObject;
}

/** What tells of the apps of a tree. */
export interface DeclaredAtEnds {
  readonly base: readonly DeclaredObject[];
  readonly head: readonly DeclaredObject[];
}

export interface ObjectsAtEnds {
  readonly base: ControllerObjects;
  readonly head: ControllerObjects;
}

const MANIFEST = /\.(?:ya?ml|json)$/;
const FOR_CONTROLLERS = /argoproj\.io\/|\.toolkit\.fluxcd\.io\/|source\.extensions\.fluxcd\.io\//;

/** Whether an apiVersion is a controller's, or a text names one. */
export function isForControllers(text: string): boolean {
  return FOR_CONTROLLERS.test(text);
}

/** The objects of controllers that plain manifests among these files declare. */
export function declaredIn(files: readonly string[], view: View): readonly DeclaredObject[] {
  return files.flatMap((file) => {
    const bytes = MANIFEST.test(file) && view.kindOf(file) === 'file' ? view.read(file) : undefined;
    const text = bytes === undefined ? '' : decode(bytes);
    if (!isForControllers(text)) return [];
    const { manifests } = readManifests(text, file, { strict: false });
    return manifests
      .filter(({ object }) => isForControllers(object.apiVersion))
      .map(({ object }) => ({ file, by: null, object }));
  });
}

/** Whether an app, or if it is null any of them, reads a file at one of the ends. */
export type ReadsFile = (app: string | null, file: string) => boolean;

/** The ids of the apps that brought live objects. */
export type Parents = ReadonlyMap<KubeObject, string>;

/** What the controllers have at base and at head, where the push itself changes it. */
export function objectsAtEnds(
  live: ControllerObjects,
  declared: DeclaredAtEnds,
  parents: Parents,
  reads: ReadsFile,
): ObjectsAtEnds {
  const isRead = ({ by, file }: DeclaredObject) => by !== null || (file !== null && reads(null, file));
  const at = (end: 'base' | 'head') =>
    withObjects(live, (list, group, kind) => {
      const of = (one: DeclaredObject) =>
        one.object.kind === kind && groupOf(one.object.apiVersion) === group;
      const [was, will] = [declared.base.filter(of), declared.head.filter(of)];
      if (was.length + will.length === 0) return list;
      const kept = list.flatMap((object) => {
        const ends = endsOf(object, madeBy(object) ?? parents.get(object) ?? null, list, was, will, reads);
        return ends === null ? [object] : (ends[end] ?? []);
      });
      const fresh = will.filter((one) => !list.some((object) => isNamed(one, object, list)));
      return end === 'base' ? kept : [...kept, ...fresh.filter(isRead).map(brought)];
    });
  return { base: at('base'), head: at('head') };
}

/** What a live object was and will be, by what the push changes of it; null: nothing that is certainly its own. */
function endsOf(
  live: KubeObject,
  parent: string | null,
  list: readonly KubeObject[],
  before: readonly DeclaredObject[],
  after: readonly DeclaredObject[],
  reads: ReadsFile,
): { readonly base: KubeObject; readonly head: KubeObject | null } | null {
  // another cluster's object may be called the same: whose root reads the file says, or else what is in it
  const isIts = (one: DeclaredObject) =>
    isNamed(one, live, list) &&
    (parent === null ? isWithin(one.object.spec, live.spec) : isBy(one, parent, reads));
  const was = before.find(isIts);
  const will =
    was === undefined
      ? after.find((one) => parent !== null && isIts(one))
      : (after.find(({ file, object }) => file === was.file && isSame(object, was.object)) ??
        after.find((one) => isNamed(one, live, list)));
  if (was === undefined && will === undefined) return null;
  if (will === undefined) return { base: live, head: null };
  if (was === undefined) return { base: live, head: withSpec(live, will.object.spec) };
  // what the cluster has besides, defaults and what tools have set, it has at both ends
  if (isWithin(was.object.spec, live.spec))
    return { base: live, head: withSpec(live, merged(live.spec, was.object.spec, will.object.spec)) };
  return { base: withSpec(live, was.object.spec), head: withSpec(live, will.object.spec) };
}

function isBy({ by, file }: DeclaredObject, parent: string, reads: ReadsFile): boolean {
  return by === null ? file !== null && reads(parent, file) : by === parent;
}

/** The ApplicationSet that a live Application was made by. */
function madeBy({ metadata }: KubeObject): string | null {
  const owners = isArray(metadata.ownerReferences)
    ? metadata.ownerReferences.map((one) => objectAt(one))
    : [];
  const set = owners.find(({ kind }) => kind === 'ApplicationSet');
  return set === undefined ? null : `${stringOr(metadata.namespace, '')}/${stringOr(set.name, '')}`;
}

/** By which what a set makes names it. */
export function setId(set: KubeObject): string {
  return `${namespaceOf(set) ?? ''}/${set.metadata.name}`;
}

function isNamed({ object }: DeclaredObject, live: KubeObject, list: readonly KubeObject[]): boolean {
  if (object.metadata.name !== live.metadata.name) return false;
  const namespace = namespaceOf(object);
  if (namespace !== null) return namespace === namespaceOf(live);
  return list.filter(({ metadata }) => metadata.name === live.metadata.name).length === 1;
}

function isSame(one: KubeObject, other: KubeObject): boolean {
  return one.metadata.name === other.metadata.name && namespaceOf(one) === namespaceOf(other);
}

function withSpec(live: KubeObject, spec: Json | undefined): KubeObject {
  return { ...live, spec: spec ?? {} };
}

const HOMES: Readonly<Record<string, string>> = { 'argoproj.io': 'argocd' };

/** As it will live: one that names no namespace goes where its controller usually lives. */
function brought({ object }: DeclaredObject): KubeObject {
  if (namespaceOf(object) !== null) return object;
  const namespace = HOMES[groupOf(object.apiVersion)] ?? 'flux-system';
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** Whether all that one says stands in the other. */
function isWithin(part: Json | undefined, whole: Json | undefined): boolean {
  if (!isObject(part) || !isObject(whole)) return sameJson(part, whole);
  return Object.entries(part).every(([key, value]) => isWithin(value, whole[key]));
}

/** Live with what changes from the one to the other. */
function merged(live: Json | undefined, was: Json | undefined, will: Json | undefined): Json | undefined {
  if (sameJson(was, will)) return live;
  if (!isObject(live) || !isObject(was) || !isObject(will)) return will;
  const keys = new Set([...Object.keys(live), ...Object.keys(will)]);
  const all: JsonObject = Object.fromEntries(
    [...keys].flatMap((key) => {
      const value = merged(live[key], was[key], will[key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return all;
}
