import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MovedError, UsageError } from '../../errors.ts';

/** A file of the work tree as it was when it was opened. */
export interface OpenedFile {
  /** Where its content lies: a link is followed. */
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/** Throws UsageError for a link that leads out of the repository, and for what is no text. */
export function openFile(top: string, file: string): OpenedFile {
  const path = realpathSync(join(top, file));
  if (relative(realpathSync(top), path).startsWith('..')) {
    throw new UsageError('NOT_EDITED', `${file} is a link that leads out of the repository`, {
      hint: `edit ${path} itself`,
    });
  }
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    throw new UsageError('NOT_EDITED', `${file} is not UTF-8 text`, {
      hint: 'edit it with a tool of its own',
    });
  }
  return { path, text, mode: statSync(path).mode };
}

/** Whole or not at all, with its mode; never over what somebody else wrote meanwhile. Throws MovedError. */
export function replaceFile({ path, text, mode }: OpenedFile, next: string): void {
  if (readFileSync(path, 'utf8') !== text) {
    throw new MovedError('FILE_CHANGED', `${path} was changed by somebody else while it was edited`, {
      hint: 'bring both together by hand',
    });
  }
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, next, { mode, flag: 'wx' });
  renameSync(temporary, path);
}
