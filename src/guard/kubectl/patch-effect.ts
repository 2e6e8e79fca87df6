import type { Json } from '../../object.ts';
import type { KubectlCommand } from './command.ts';
import { type Effect, scopeOf, write } from './effects.ts';
import { patchChanges } from './patch-changes.ts';

/** What `kubectl patch` changes. `read`: the text of a --patch-file; undefined: it cannot be read. */
export function effectOfPatch(
  command: KubectlCommand,
  parse?: (text: string) => Json,
  read?: (file: string) => string | undefined,
): Effect {
  const type = command.flags.get('type')?.at(-1)?.toLowerCase() ?? 'strategic';
  const file = command.flags.get('patch-file')?.at(-1) ?? '';
  const text = (file === '' ? command.flags.get('patch')?.at(-1) : read?.(file)) ?? '';
  const patch = parsed(text, parse);
  const isType = type === 'strategic' || type === 'merge' || type === 'json';
  const changes = isType && patch !== undefined ? patchChanges(patch, type) : null;
  return write(scopeOf(command), changes ?? []);
}

/** undefined: the text is nowhere on the command line, or nothing can read it. */
function parsed(text: string, parse?: (text: string) => Json): Json | undefined {
  if (text === '') return undefined;
  for (const read of [(json: string): Json => JSON.parse(json), parse]) {
    try {
      if (read !== undefined) return read(text);
    } catch {
      // kubectl, too, tries YAML where there is no JSON; it refuses what is neither
    }
  }
  return undefined;
}
