import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The shim of this repository. */
export const SHIM = join(import.meta.dirname, '../../../plugin/shim/kubectl');

/** A folder of its own for a test, gone afterwards. */
export function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'shim-test-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A program that says who it is and what it was given; stands where a kubectl is found. */
export function program(file: string, text = '#!/bin/sh\necho "real $*"\n'): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

export function link(target: string, file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  symlinkSync(target, file);
  return file;
}
