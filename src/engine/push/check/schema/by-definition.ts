import type { Definition } from '../../../../crd/definitions.ts';
import { typedOf } from '../../../../crd/typed.ts';
import type { Violation } from '../../../../crd/types.ts';
import { validateCustom } from '../../../../crd/validate.ts';
import { type KubeObject, nameOf, versionOf } from '../../../../object.ts';
import { formatPath } from '../../../../path.ts';
import type { Found } from '../../../../push/types.ts';
import type { Manifest } from '../../../../render/types.ts';
import { unknownFields } from '../../../../render/unknown-field.ts';
import { placeOf, type Sources } from '../../../explain.ts';
import type { App } from '../../../types.ts';
import type { Tell } from '../../types.ts';

/** One object that only the CRD in git can be asked about. */
export interface Custom {
  readonly app: App;
  readonly manifest: Manifest;
  readonly desired: KubeObject;
  readonly live: KubeObject | undefined;
  readonly definition: Definition;
  readonly crd: KubeObject;
  readonly why: string;
}

/** Checks objects against the CRD of git, and says that it was no more than that. */
export async function checkByDefinition(
  customs: readonly Custom[],
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<void> {
  const unchecked = new Map<KubeObject, Set<string>>();
  for (const custom of customs) {
    const { violations, unchecked: left } = await validateCustom(
      custom.desired,
      custom.definition,
      custom.live,
    );
    const hints = await hintsOf(custom, violations, sources);
    for (const { path, message, code } of violations) {
      tell({
        code,
        root: custom.app.root.path,
        object: nameOf(custom.desired),
        path: formatPath(path),
        message,
        hint: hints.get(formatPath(path)) ?? null,
        source: (await placeOf(custom, path, sources)) ?? (await placeOf(custom, [], sources)),
      });
    }
    const known = unchecked.get(custom.crd) ?? new Set<string>();
    for (const one of left) known.add(one);
    unchecked.set(custom.crd, known);
  }
  for (const [crd, left] of unchecked) {
    const [first, ...more] = customs.filter((custom) => custom.crd === crd);
    if (first !== undefined) tell(localOnly(first, more.length + 1, [...left]));
  }
}

/** What is near to a name that nobody knows, by the path where it stands. */
async function hintsOf(
  { app, manifest, desired, definition }: Custom,
  violations: readonly Violation[],
  { locatorOf }: Pick<Sources, 'locatorOf'>,
): Promise<ReadonlyMap<string, string>> {
  const unknown = violations.filter(({ code }) => code === 'UNKNOWN_FIELD');
  const schema = definition.versions.get(versionOf(desired.apiVersion))?.schema;
  if (unknown.length === 0 || schema == null) return new Map();
  const messages = unknown.map(({ message }) => message).join('\n');
  const found = await unknownFields(messages, manifest, typedOf(schema), await locatorOf(app));
  return new Map(found.map(({ path, hint }) => [formatPath(path), hint]));
}

function localOnly({ app, desired, crd, why }: Custom, count: number, unchecked: readonly string[]): Found {
  const objects = count === 1 ? `1 ${desired.kind} was` : `${count} objects of kind ${desired.kind} were`;
  return {
    code: 'LOCAL_SCHEMA_ONLY',
    root: app.root.path,
    object: null,
    path: null,
    message: [
      `${objects} checked against the CustomResourceDefinition in git, ${crd.metadata.name}, which ${why}`,
      ...unchecked.map((one) => `not checked: ${one}`),
    ].join('\n'),
    hint: null,
    source: null,
  };
}
