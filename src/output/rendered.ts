import type { AppRef } from '../drift/types.ts';
import type { Json, JsonObject, KubeObject } from '../object.ts';
import { printable } from '../printable.ts';

interface Shown {
  readonly ref: AppRef;
  readonly objects: readonly KubeObject[];
}

/** A stream of YAML documents; a comment before each app's first says whose they are. */
export function yamlStream(apps: readonly Shown[], stringify: (value: Json) => string): string {
  return apps
    .filter(({ objects }) => objects.length > 0)
    .map(({ ref, objects }) => `${comment(ref)}${objects.map((one) => document(one, stringify)).join('')}`)
    .join('');
}

function comment({ name, root }: AppRef): string {
  const line = `# ${name}, ${root}`.replace(/[\r\n\t]+/g, ' ');
  return `${printable(line)}\n`;
}

/** What a terminal must not be shown is only in JSON, which is YAML too, the same value when it is escaped. */
function document(object: KubeObject, stringify: (value: Json) => string): string {
  const value = withoutMadeUpName(object);
  const yaml = stringify(value);
  return `---\n${printable(yaml) === yaml ? yaml : `${printable(JSON.stringify(value))}\n`}`;
}

/** One List, which kubectl takes. */
export function jsonList(apps: readonly Shown[]): string {
  const items = apps.flatMap(({ objects }) => objects.map(withoutMadeUpName));
  return `${printable(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2))}\n`;
}

/** The server makes the name of what has a generateName; rendering only stands one in, cut and ended as the server does. */
function withoutMadeUpName(object: KubeObject): JsonObject {
  const { name, ...metadata } = object.metadata;
  const { generateName } = metadata;
  const isMadeUp = typeof generateName === 'string' && name === `${generateName.slice(0, 58)}xxxxx`;
  return isMadeUp ? { ...object, metadata } : object;
}
