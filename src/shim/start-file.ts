import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../errors.ts';

const BEGIN = '# >>> kubectl gitops guard >>>';
const END = '# <<< kubectl gitops guard <<<';

/** The text with our lines between marks, once: in the place where they were, or at the end. */
export function withBlock(text: string, line: string, file: string): string {
  const block = `${BEGIN}\n${line}\n${END}\n`;
  const found = findBlock(text, file);
  if (found !== undefined) return text.slice(0, found.start) + block + text.slice(found.end);
  return text === '' || text.endsWith('\n') ? text + block : `${text}\n${block}`;
}

/** The text without our lines and marks; every other byte stays. */
export function withoutBlock(text: string, file: string): string {
  const found = findBlock(text, file);
  return found === undefined ? text : text.slice(0, found.start) + text.slice(found.end);
}

function findBlock(text: string, file: string): { readonly start: number; readonly end: number } | undefined {
  const start = lineStart(text, BEGIN);
  if (start === undefined) return undefined;
  const last = lineStart(text, END, start);
  if (last === undefined) throw halfBlock(text, start, file);
  return { start, end: Math.min(last + END.length + 1, text.length) };
}

/** Where a line begins that consists of the mark and nothing else. */
function lineStart(text: string, mark: string, from = 0): number | undefined {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    const before = at === 0 || text[at - 1] === '\n';
    const after = text[at + mark.length];
    if (before && (after === undefined || after === '\n')) return at;
  }
  return undefined;
}

function halfBlock(text: string, start: number, file: string): UsageError {
  const line = text.slice(0, start).split('\n').length;
  return new UsageError('HALF_A_BLOCK', `${file} has the first mark of the guard, and not the last`, {
    facts: [`  ${file}:${line}: ${BEGIN}`],
    hint: `remove that line, or add ${END} where the guard's lines end`,
  });
}

/**
 * Changes a start file in one step: its bytes, mode, owner and the link that leads to it stay. Says whether
 * anything changed. Read as latin1, since a user's file need not be UTF-8 and every byte must come back.
 */
export function changeStartFile(file: string, change: (text: string) => string): boolean {
  const exists = existsSync(file);
  const target = exists ? realpathSync(file) : file;
  const before = exists ? readFileSync(target, 'latin1') : '';
  const after = change(before);
  if (after === before) return false;
  const temporary = `${target}.kubectl-gitops.tmp`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(temporary, after, 'latin1');
  if (exists) {
    const { mode, uid, gid } = statSync(target);
    chownSync(temporary, uid, gid);
    chmodSync(temporary, mode);
  }
  renameSync(temporary, target);
  return true;
}

/** UTF-8 text, as it must be given to a file that is read and written as latin1. */
export function asLatin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
