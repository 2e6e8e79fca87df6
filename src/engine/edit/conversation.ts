import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import type { TemporaryFolder } from '../../git/temporary.ts';
import { bufferOf } from '../../source/buffer.ts';
import { stateFolder, writeState } from '../../state.ts';
import { edit } from './editor.ts';

/** What a text has to stand before it is kept; no line: it is right. */
export type Judge<T> = (text: string) => Promise<{ readonly errors: readonly string[]; readonly value: T }>;

export type Typed<T> =
  | { readonly text: string; readonly value: T }
  /** Nothing is to be written; what was typed lies in the kept file. */
  | { readonly ended: string; readonly code: ExitCode; readonly kept: string | null };

export interface Subject {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** What the header says; the judge's errors go above it. */
  readonly header: readonly string[];
}

/**
 * An editor, again and again until what it saves is right or the person gives up. As in `kubectl edit`: nothing
 * changed, an empty file or an editor that failed end it, and so does the same wrong text saved twice.
 */
export async function converse<T>(
  { file, line, text, header }: Subject,
  judge: Judge<T>,
  folder: TemporaryFolder,
  deps: Deps,
): Promise<Typed<T>> {
  const path = join(folder.path, basename(file));
  // JSON has no comments
  const isCommented = !file.endsWith('.json');
  let current = text;
  let errors: readonly string[] = [];
  for (;;) {
    const above = [...errors.map((error) => `error: ${error}`), ...header];
    const buffer = bufferOf(text, isCommented ? above : []);
    const shown = bufferOf(current, isCommented ? above : []);
    if (!isCommented) deps.stderr.write(above.map((one) => `${one}\n`).join(''));
    mkdirSync(folder.path, { recursive: true, mode: 0o700 });
    writeFileSync(path, shown.text, { mode: 0o600 });
    const code = await edit(path, line + shown.offset, deps);
    const typed = existsSync(path) ? buffer.read(readFileSync(path, 'utf8')) : '';
    const kept = () => (typed === text || typed.trim() === '' ? null : keep(file, typed, deps));
    if (code !== 0)
      return { ended: `the editor ended with exit code ${code}`, code: EXIT.differences, kept: kept() };
    if (typed.trim() === '') return { ended: 'the saved file is empty', code: EXIT.differences, kept: null };
    if (typed === text) return { ended: 'no changes', code: EXIT.ok, kept: null };
    if (errors.length > 0 && typed === current)
      return { ended: 'it is still not valid, and was saved as it was', code: EXIT.invalid, kept: kept() };
    const judged = await judge(typed).catch((error: unknown) => {
      // whatever went wrong, what somebody typed stays
      const place = keep(file, typed, deps);
      deps.stderr.write(`what you typed is kept: ${place}\n`);
      throw error;
    });
    if (judged.errors.length === 0) return { text: typed, value: judged.value };
    errors = judged.errors;
    current = typed;
  }
}

/** Somewhere it survives, for its owner's eyes only: a values file may hold passwords. */
export function keep(file: string, text: string, deps: Deps): string {
  const stamp = new Date(deps.now()).toISOString().replace(/[:.]/g, '-');
  const path = join(stateFolder(deps, 'edits'), `${stamp}-${basename(file)}`);
  writeState(path, text);
  return path;
}
