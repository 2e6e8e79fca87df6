import { builtinKinds, type KindNames } from '../../../discover/builtin-kinds.ts';
import { groupOf, isArray, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import { isDefinition } from './declared.ts';

/**
 * What kinds are called: by the cluster (`served`; null: none is asked, Kubernetes' own are known all the same), by
 * the definitions in git, and as manifests write the kinds that neither knows.
 */
export function knownKinds(
  served: readonly KindNames[] | null,
  objects: readonly KubeObject[],
): readonly KindNames[] {
  const known = [...(served ?? builtinKinds()), ...objects.filter(isDefinition).flatMap(definedBy)];
  const names = new Set(known.map(keyOf));
  const written = new Map(objects.filter((one) => !names.has(keyOf(one))).map((one) => [keyOf(one), one]));
  return [
    ...known,
    ...[...written.values()].map(({ apiVersion, kind }) => {
      const word = kind.toLowerCase();
      return { apiVersion, kind, plural: word, singular: word, shortNames: [] };
    }),
  ];
}

function definedBy(crd: KubeObject): readonly KindNames[] {
  const { group, names, versions } = objectAt(crd.spec);
  const { kind, plural, singular, shortNames } = objectAt(names);
  const named = {
    kind: stringOr(kind, ''),
    plural: stringOr(plural, ''),
    singular: stringOr(singular, stringOr(kind, '').toLowerCase()),
    shortNames: isArray(shortNames) ? shortNames.filter((one) => typeof one === 'string') : [],
  };
  return (isArray(versions) ? versions : []).map((version) => ({
    ...named,
    apiVersion: `${stringOr(group, '')}/${stringOr(objectAt(version).name, '')}`,
  }));
}

function keyOf({ apiVersion, kind }: Pick<KindNames, 'apiVersion' | 'kind'>): string {
  return `${groupOf(apiVersion)}/${kind}`;
}
