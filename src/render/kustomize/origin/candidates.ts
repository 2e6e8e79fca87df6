import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../../errors.ts';
import {
  groupOf,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  stringOr,
} from '../../../object.ts';
import type { Path } from '../../../path.ts';
import { parseYaml, splitDocuments, type TextDocument } from '../../../source/bulk.ts';
import type { Tree } from '../../types.ts';
import { listOf } from '../files.ts';
import type { Layer } from '../graph.ts';

/** An object as some file of the graph declares it, with what kustomize makes of its name. */
export interface Candidate {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
  /** Every namespace it has had. */
  readonly namespaces: readonly string[];
  /** Every name it has had, the last one last: patches may use any of them. */
  readonly names: readonly string[];
  readonly declared: Declared;
  /** What transforms it, in the order in which it does. */
  readonly layers: readonly Layer[];
}

export type Declared =
  | {
      readonly by: 'document';
      readonly file: string;
      readonly document: TextDocument;
      readonly item: number | null;
    }
  | { readonly by: 'generator'; readonly layer: Layer; readonly path: Path };

export const GENERATORS = { configMapGenerator: 'ConfigMap', secretGenerator: 'Secret' } as const;

const UNPREFIXED = new Set(['CustomResourceDefinition', 'APIService', 'Namespace']);

/** Everything that a kustomization makes; `before`: what a component finds when it is its turn. */
export function candidatesOf(
  layer: Layer,
  tree: Tree,
  before: readonly Candidate[] = [],
): readonly Candidate[] {
  const included = layer.resources.flatMap((one) =>
    typeof one === 'string' ? fromFile(one, tree) : candidatesOf(one, tree),
  );
  let all = [...before, ...included, ...fromGenerators(layer)];
  for (const component of layer.components) all = [...candidatesOf(component, tree, all)];
  return all.map((candidate) => transformed(candidate, layer));
}

function transformed(candidate: Candidate, layer: Layer): Candidate {
  const { content } = layer;
  const last = candidate.names.at(-1) ?? '';
  const fixed = UNPREFIXED.has(candidate.kind);
  const name = fixed ? last : `${stringOr(content.namePrefix, '')}${last}${stringOr(content.nameSuffix, '')}`;
  const renamed = candidate.kind === 'Namespace' ? stringOr(content.namespace, name) : name;
  return {
    ...candidate,
    namespace: stringOr(content.namespace, candidate.namespace),
    namespaces: [
      ...candidate.namespaces,
      ...(typeof content.namespace === 'string' ? [content.namespace] : []),
    ],
    names: renamed === last ? candidate.names : [...candidate.names, renamed],
    layers: [...candidate.layers, layer],
  };
}

function fromFile(file: string, tree: Tree): readonly Candidate[] {
  try {
    return splitDocuments(readFileSync(join(tree.dir, file), 'utf8')).flatMap((document) => {
      const value = parseYaml(document.text, file, document.line);
      const isList = isObject(value) && stringOr(value.kind, '').endsWith('List') && isArray(value.items);
      const items = isList ? listOf(value, 'items') : [value];
      return items.flatMap((one, index) =>
        fromObject(one, { by: 'document', file, document, item: isList ? index : null }),
      );
    });
  } catch (error) {
    if (error instanceof GitopsError) return [];
    throw error;
  }
}

function fromObject(value: Json, declared: Declared): readonly Candidate[] {
  const { name, namespace } = objectAt(value, 'metadata');
  const { apiVersion, kind } = objectAt(value);
  if (typeof name !== 'string' || typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  return [
    {
      group: groupOf(apiVersion),
      kind,
      namespace: stringOr(namespace, null),
      namespaces: typeof namespace === 'string' ? [namespace] : [],
      names: [name],
      declared,
      layers: [],
    },
  ];
}

function fromGenerators(layer: Layer): readonly Candidate[] {
  return Object.entries(GENERATORS).flatMap(([field, kind]) =>
    listOf(layer.content, field).flatMap((entry, index): readonly Candidate[] => {
      const generator: JsonObject = objectAt(entry);
      if (typeof generator.name !== 'string' || isAmendment(generator)) return [];
      const declared = { by: 'generator', layer, path: [field, index] } as const;
      const namespace = stringOr(generator.namespace, null);
      const namespaces = namespace === null ? [] : [namespace];
      return [{ group: '', kind, namespace, namespaces, names: [generator.name], declared, layers: [] }];
    }),
  );
}

/** Adds to what a base generates. */
function isAmendment({ behavior }: JsonObject): boolean {
  return behavior === 'merge' || behavior === 'replace';
}
