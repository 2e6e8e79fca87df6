import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeStartFile, withBlock, withoutBlock } from '../../../src/shim/start-file.ts';
import { folder, link } from './folders.ts';

const BLOCK = '# >>> kubectl gitops guard >>>\nline\n# <<< kubectl gitops guard <<<\n';

test.each([
  ['', BLOCK],
  ['alias k=kubectl\n', `alias k=kubectl\n${BLOCK}`],
  ['no end of line', `no end of line\n${BLOCK}`],
  [`a\n${BLOCK.replace('line', 'old')}b\n`, `a\n${BLOCK}b\n`],
])('writes its lines once: %j', (before, after) => {
  expect(withBlock(before, 'line', 'rc')).toBe(after);
  expect(withBlock(after, 'line', 'rc')).toBe(after);
});

test.each(['', 'a\n', 'a\nb\r\n\n\n'])('takes its lines out and leaves the rest: %j', (text) => {
  expect(withoutBlock(withBlock(text, 'line', 'rc'), 'rc')).toBe(text);
});

test('a mark within a line is none', () => {
  const text = '  # >>> kubectl gitops guard >>>\necho "# >>> kubectl gitops guard >>>"\n';
  expect(withoutBlock(text, 'rc')).toBe(text);
});

test('names the line of a mark that has no end', () => {
  expect(() => withoutBlock('a\nb\n# >>> kubectl gitops guard >>>\nc\n', 'rc')).toThrow(
    expect.objectContaining({ facts: ['  rc:3: # >>> kubectl gitops guard >>>'] }),
  );
});

test('keeps the link, the mode and every byte of a start file, and leaves nothing beside it', () => {
  const dir = folder();
  const file = join(dir, 'dotfiles-zshrc');
  const bytes = Buffer.from([0x61, 0xff, 0xe9, 0x0a]);
  writeFileSync(file, bytes);
  chmodSync(file, 0o640);
  const start = link(file, join(dir, '.zshrc'));
  expect(changeStartFile(start, (text) => withBlock(text, 'line', start))).toBe(true);
  expect(changeStartFile(start, (text) => withBlock(text, 'line', start))).toBe(false);
  expect(readFileSync(file)).toEqual(Buffer.concat([bytes, Buffer.from(BLOCK)]));
  expect(lstatSync(start).isSymbolicLink()).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(dir).sort()).toEqual(['.zshrc', 'dotfiles-zshrc']);
});
