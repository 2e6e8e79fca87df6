import { isObject, type Json, objectAt } from '../object.ts';
import type { KubectlCommand } from './kubectl/command.ts';
import { readTable } from './kubectl/flag-table.ts';

export interface Signature {
  /** The field manager that the change is to be made under. */
  readonly manager: string;
  readonly annotation: readonly [key: string, value: string];
  /** The annotation is there already: kubectl annotate would refuse to overwrite it. */
  readonly isStamped: boolean;
}

export interface SignedWords {
  readonly words: readonly string[];
  /** False: the command has no flag for it, and takes its program's name for the manager. */
  readonly hasManager: boolean;
}

/** The same command under another field manager, with the annotation in the same request where the verb has room for it. */
export function signedWords(
  words: readonly string[],
  command: KubectlCommand,
  { manager, annotation, isStamped }: Signature,
): SignedWords {
  const name = [command.verb, command.subverb].filter((word) => word !== null).join(' ');
  const hasManager = readTable().flagsOf(name).long('field-manager') !== undefined;
  const flags = [...(hasManager ? [`--field-manager=${manager}`] : []), ...patchWith(command, annotation)];
  const added = command.verb === 'annotate' && !isStamped ? [annotation.join('=')] : [];
  const end = words.indexOf('--');
  const at = end < 0 ? words.length : end;
  return { words: [...words.slice(0, at), ...flags, ...words.slice(at), ...added], hasManager };
}

/** A merge patch takes the annotation in; of a flag that is given twice kubectl takes the last. */
function patchWith(
  { verb, flags }: KubectlCommand,
  [key, value]: Signature['annotation'],
): readonly string[] {
  const given = flags.get('patch')?.at(-1);
  const type = flags.get('type')?.at(-1) ?? 'strategic';
  if (verb !== 'patch' || given === undefined || type === 'json' || flags.has('subresource')) return [];
  const patch = parse(given);
  if (!isObject(patch)) return [];
  const metadata = objectAt(patch.metadata);
  const annotations = { ...objectAt(metadata.annotations), [key]: value };
  return [`--patch=${JSON.stringify({ ...patch, metadata: { ...metadata, annotations } })}`];
}

/** A patch in YAML gets its annotation in a request of its own. */
function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
