import type { JsonObject, KubeObject } from '../../../../src/object.ts';
import { isArray, isObject, type Json, objectAt } from '../../../../src/object.ts';
import { parseYaml } from '../../../../src/source/bulk.ts';

/** An ApplicationSet, and what comes of it: by name and path of its Applications, or why none. */
export interface AppSetCase {
  readonly what: string;
  /** YAML of `spec.generators`; REPO stands for the repository's URL. */
  readonly generators: string;
  /** Templates of an Application's name and of its path. */
  readonly name: string;
  readonly path?: string;
  /** YAML of what else the spec holds; its `template` is merged into the usual one. */
  readonly more?: string;
  /** `NAME PATH` of each Application, sorted. */
  readonly makes?: readonly string[];
  /** What our error says; Argo CD makes nothing either. */
  readonly fails?: RegExp;
}

export const url = 'https://git.example.com/fleet.git';

export function applicationSetOf({ generators, name, path = 'x', more = '' }: AppSetCase): KubeObject {
  const { template, ...rest } = objectAt(yaml(more) ?? {});
  const { metadata, spec } = objectAt(template);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'fleet', namespace: 'argocd' },
    spec: {
      generators: yaml(generators),
      template: {
        metadata: { name, ...objectAt(metadata) },
        spec: {
          project: 'default',
          source: { repoURL: url, targetRevision: 'main', path },
          destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
          ...objectAt(spec),
        },
      },
      ...rest,
    },
  };
}

function yaml(text: string): Json {
  const indent = /^ */.exec(text.replace(/^\n+/, ''))?.[0] ?? '';
  const plain = text.replaceAll(new RegExp(`^${indent}`, 'gm'), '').replaceAll('REPO', url);
  return plain.trim() === '' ? null : parseYaml(plain, 'case');
}

export function summary(application: JsonObject): string {
  return `${objectAt(application.metadata).name} ${objectAt(application.spec, 'source').path}`;
}

/** Without what Argo CD leaves out or writes empty: both mean the same to it. */
export function plain(application: JsonObject): Json {
  const { metadata, spec, kind, apiVersion } = application;
  return (
    withoutEmpty({
      apiVersion: apiVersion ?? null,
      kind: kind ?? null,
      metadata: metadata ?? {},
      spec: spec ?? {},
    }) ?? {}
  );
}

function withoutEmpty(value: Json): Json | undefined {
  if (isArray(value)) return value.length === 0 ? undefined : value.map((item) => withoutEmpty(item) ?? null);
  if (!isObject(value)) return value === null || value === '' || value === false ? undefined : value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const kept = withoutEmpty(item);
    return kept === undefined ? [] : [[key, kept]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
