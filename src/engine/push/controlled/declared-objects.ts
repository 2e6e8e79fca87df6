import { markOf } from '../../../drift/owners/marks.ts';
import {
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  namespaceOf,
  sameJson,
} from '../../../object.ts';
import { readManifests } from '../../../render/manifest.ts';
import { decode } from '../../../render/text.ts';
import type { View } from '../../../view.ts';
import { type ControllerObjects, withObjects } from '../../controlled/objects.ts';

/** What a file of a commit declares for a controller. */
export interface DeclaredObject {
  readonly file: string;
  readonly object: KubeObject;
}

/** What tells of the apps of a tree; who finds more of it than stands in plain manifests gives that in the same form. */
export interface DeclaredAtEnds {
  readonly base: readonly DeclaredObject[];
  readonly head: readonly DeclaredObject[];
}

const MANIFEST = /\.(?:ya?ml|json)$/;
const FOR_CONTROLLERS = /argoproj\.io\/|\.toolkit\.fluxcd\.io\//;

/** The objects of controllers that plain manifests among these files declare. */
export function declaredIn(files: readonly string[], view: View): readonly DeclaredObject[] {
  return files.flatMap((file) => {
    const bytes = MANIFEST.test(file) && view.kindOf(file) === 'file' ? view.read(file) : undefined;
    const text = bytes === undefined ? '' : decode(bytes);
    if (!FOR_CONTROLLERS.test(text)) return [];
    const { manifests } = readManifests(text, file, { strict: false });
    return manifests
      .filter(({ object }) => FOR_CONTROLLERS.test(object.apiVersion))
      .map(({ object }) => ({ file, object }));
  });
}

/** Whether an app, or if it is null any of them, reads a file at one of the ends. */
export type ReadsFile = (app: string | null, file: string) => boolean;

/** What the controllers have at base and at head, where the push itself changes it. */
export function objectsAtEnds(
  live: ControllerObjects,
  declared: DeclaredAtEnds,
  reads: ReadsFile,
): { readonly base: ControllerObjects; readonly head: ControllerObjects } {
  const at = (end: 'base' | 'head') =>
    withObjects(live, (list, group, kind) => {
      const of = (one: DeclaredObject) =>
        one.object.kind === kind && groupOf(one.object.apiVersion) === group;
      const [was, will] = [declared.base.filter(of), declared.head.filter(of)];
      if (was.length + will.length === 0) return list;
      const kept = list.flatMap((object) => {
        const ends = endsOf(object, list, was, will, reads);
        return ends === null ? [object] : (ends[end] ?? []);
      });
      const fresh = will.filter((one) => !list.some((object) => isNamed(one, object, list)));
      return end === 'base' ? kept : [...kept, ...fresh.filter(({ file }) => reads(null, file)).map(brought)];
    });
  return { base: at('base'), head: at('head') };
}

/** What a live object was and will be, by what the push changes of it; null: nothing that is certainly its own. */
function endsOf(
  live: KubeObject,
  list: readonly KubeObject[],
  before: readonly DeclaredObject[],
  after: readonly DeclaredObject[],
  reads: ReadsFile,
): { readonly base: KubeObject; readonly head: KubeObject | null } | null {
  const parent = markOf(live)?.id ?? null;
  // another cluster's object may be called the same: whose root reads the file says, or else what is in it
  const isIts = (one: DeclaredObject) =>
    isNamed(one, live, list) &&
    (parent === null ? isWithin(one.object.spec, live.spec) : reads(parent, one.file));
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
