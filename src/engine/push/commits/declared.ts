import { groupOf, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import type { Manifest } from '../../../render/types.ts';

/** What git itself brings into a cluster for other objects to stand on, whichever of its commits brought it. */
export interface Declared {
  /** Namespaces, by the names that are asked for. */
  readonly namespaces: (names: readonly string[]) => Promise<ReadonlyMap<string, KubeObject>>;
  /** CustomResourceDefinitions, by the `group/Kind` that are asked for. */
  readonly kinds: (kinds: readonly string[]) => Promise<ReadonlyMap<string, KubeObject>>;
}

/** What is looked for: objects of a kind in whose manifests one of the words stands. */
export interface Wanted {
  readonly kind: 'Namespace' | 'CustomResourceDefinition';
  readonly words: readonly string[];
}

/**
 * `affected`: what the affected roots declare. `made`: what controllers make for their apps. `others`: what the other
 * roots render to; asked only where those leave a question.
 */
export function openDeclared(
  affected: readonly Manifest[],
  made: readonly KubeObject[],
  others: (wanted: Wanted) => Promise<readonly Manifest[]>,
): Declared {
  const objects = [...made, ...affected.map(({ object }) => object)];
  return {
    namespaces: opened(objects.filter(isNamespace), nameOf, async (words) =>
      (await others({ kind: 'Namespace', words })).map(({ object }) => object).filter(isNamespace),
    ),
    kinds: opened(objects.filter(isDefinition), kindOf, async (kinds) => {
      const words = [...new Set(kinds.map((kind) => kind.slice(0, kind.indexOf('/'))))];
      const more = await others({ kind: 'CustomResourceDefinition', words });
      return more.map(({ object }) => object).filter(isDefinition);
    }),
  };
}

/** Looks up objects by their keys; what is not among `own` is asked for, each key once. */
function opened(
  own: readonly KubeObject[],
  keyOf: (object: KubeObject) => string,
  more: (keys: readonly string[]) => Promise<readonly KubeObject[]>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, KubeObject>> {
  const found = new Map(own.map((object) => [keyOf(object), object]));
  const asked = new Map([...found.keys()].map((key) => [key, Promise.resolve()]));
  const ask = async (keys: readonly string[]) => {
    const objects = new Map((await more(keys)).map((object) => [keyOf(object), object]));
    for (const key of keys) {
      const object = objects.get(key);
      if (object !== undefined) found.set(key, object);
    }
  };
  return async (keys) => {
    const missing = [...new Set(keys)].filter((key) => !asked.has(key));
    const asking = missing.length === 0 ? Promise.resolve() : ask(missing);
    for (const key of missing) asked.set(key, asking);
    await Promise.all(keys.map((key) => asked.get(key)));
    return found;
  };
}

function isNamespace({ kind, apiVersion }: KubeObject): boolean {
  return kind === 'Namespace' && apiVersion === 'v1';
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name;
}

export function isDefinition({ kind, apiVersion }: KubeObject): boolean {
  return kind === 'CustomResourceDefinition' && groupOf(apiVersion) === 'apiextensions.k8s.io';
}

function kindOf(crd: KubeObject): string {
  const { group, names } = objectAt(crd.spec);
  return `${stringOr(group, '')}/${stringOr(objectAt(names).kind, '')}`;
}
