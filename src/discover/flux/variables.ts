import { type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import type { Unrendered } from '../../render/types.ts';
import { entries, homeOf, told } from './names.ts';
import type { Found, Surroundings } from './types.ts';

/** The texts that a ConfigMap or Secret holds by their keys. */
export type Texts = Readonly<Record<string, string>>;

/** `data` of a ConfigMap, or of a Secret as the cluster stores it or as git declares it. */
export function textsOf(object: KubeObject): Texts {
  const { data, stringData } = object;
  const texts = Object.entries(objectAt(data)).flatMap(([key, value]): (readonly [string, string])[] => {
    if (typeof value !== 'string') return [];
    return [[key, object.kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value]];
  });
  const written = object.kind === 'Secret' ? Object.entries(objectAt(stringData)) : [];
  const further = written.flatMap(([key, value]): (readonly [string, string])[] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  return Object.fromEntries([...texts, ...further]);
}

export interface Variables {
  readonly values: Texts;
  /** Some were read from ConfigMaps or Secrets. */
  readonly fromCluster: boolean;
  /** What Secrets gave, overridden or not. */
  readonly secrets: readonly string[];
}

/**
 * The variables of a Kustomization's `postBuild`: those that it holds count more than those it names. Null: it
 * replaces none. What cannot be had leaves nothing to render: a wrong value is worse than none.
 */
export async function readVariables(
  object: KubeObject,
  where: Surroundings,
): Promise<Variables | { readonly unknown: Unrendered } | null> {
  const { postBuild } = objectAt(object.spec);
  if (postBuild === undefined || postBuild === null) return null;
  const { substituteFrom, substitute, substituteStrategy } = objectAt(postBuild);
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  const lacking: string[] = [];
  const references = entries(substituteFrom);
  for (const reference of references) {
    const { found, name, isOptional } = await held(reference, homeOf(object), where);
    if (found === 'unreadable' || encrypted(found)) lacking.push(`${name} cannot be read`);
    else if (found !== 'absent') {
      Object.assign(values, textsOf(found));
      if (found.kind === 'Secret') secrets.push(...Object.values(textsOf(found)));
    } else if (!isOptional) lacking.push(`there is no ${name}`);
  }
  for (const [name, value] of Object.entries(objectAt(substitute)))
    if (typeof value === 'string') values[name] = value;
  if (lacking.length > 0) return { unknown: withoutVariables(object, lacking) };
  const isAsked = Object.keys(values).length > 0 || substituteStrategy === 'Always';
  return isAsked ? { values, fromCluster: references.length > 0, secrets } : null;
}

function withoutVariables(object: KubeObject, lacking: readonly string[]): Unrendered {
  return {
    code: 'VARIABLES_UNKNOWN',
    message: `variables of Kustomization ${homeOf(object)}/${object.metadata.name} are not known: ${lacking.join('; ')}`,
    hint: 'see spec.postBuild.substituteFrom, and who may read what it names',
  };
}

/** What a reference to a ConfigMap or Secret leads to. */
export async function held(reference: Json, home: string, { find }: Surroundings) {
  const { kind, name, optional } = objectAt(reference);
  const named = { group: '', kind: stringOr(kind, ''), namespace: home, name: stringOr(name, '') };
  const found: Found = await find(named);
  return { found, name: told(named), isOptional: optional === true };
}

/** As git declares it a Secret may be encrypted: the texts are none. */
export function encrypted(found: Found): boolean {
  return typeof found === 'object' && found.sops !== undefined;
}
