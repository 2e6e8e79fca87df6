import { groupOf, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import type { Manifest } from '../../../render/types.ts';

/** What git itself brings into a cluster for other objects to stand on, whichever of its commits brought it. */
export interface Declared {
  /** Namespaces by name. */
  readonly namespaces: () => Promise<ReadonlyMap<string, KubeObject>>;
  /** CustomResourceDefinitions by `group/Kind`. */
  readonly kinds: () => Promise<ReadonlyMap<string, KubeObject>>;
}

/** `others`: what the roots that are not affected render to; asked only where an affected one leaves a question. */
export function openDeclared(
  affected: readonly Manifest[],
  others: () => Promise<readonly Manifest[]>,
): Declared {
  let known: Promise<readonly KubeObject[]> | undefined;
  const objects = () => {
    known ??= others().then((more) => [...more, ...affected].map(({ object }) => object));
    return known;
  };
  return {
    namespaces: async () =>
      new Map(
        (await objects())
          .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
          .map((object) => [object.metadata.name, object]),
      ),
    kinds: async () =>
      new Map((await objects()).filter(isDefinition).map((object) => [kindOf(object), object])),
  };
}

export function isDefinition({ kind, apiVersion }: KubeObject): boolean {
  return kind === 'CustomResourceDefinition' && groupOf(apiVersion) === 'apiextensions.k8s.io';
}

function kindOf(crd: KubeObject): string {
  const { group, names } = objectAt(crd.spec);
  return `${stringOr(group, '')}/${stringOr(objectAt(names).kind, '')}`;
}
