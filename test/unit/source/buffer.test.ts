import { describe, expect, test } from 'vitest';
import { bufferOf } from '../../../src/source/buffer.ts';

describe('bufferOf: a file’s text for an editor and back', () => {
  test.each([
    ['plain', 'a: 1\n'],
    ['comments of its own on top', '# a\n# b\na: 1\n'],
    ['no last line break', 'a: 1'],
    ['Windows line endings', 'a: 1\r\nb: 2\r\n'],
    ['a byte order mark', '\ufeffa: 1\n'],
    ['a mark further down, which was typed', 'a: |\n  #~ mine\n#~ mine\n'],
    ['our mark as its own first line', '#~ mine\na: 1\n'],
    ['empty', ''],
  ])('%s: nothing typed, nothing changed', (_name, original) => {
    const buffer = bufferOf(original, ['web.yaml declares', '', 'live differs']);
    expect(buffer.offset).toBe(3);
    expect(buffer.read(buffer.text)).toBe(original);
  });

  test('a line break that the editor adds at the end is not the file’s', () => {
    const buffer = bufferOf('a: 1', ['x']);
    expect(buffer.read(`${buffer.text}\n`)).toBe('a: 1');
  });

  test('the header is comment lines, each with the file’s own line ending', () => {
    expect(bufferOf('a: 1\r\n', ['x', '']).text).toBe('#~ x\r\n#~\r\na: 1\r\n');
  });
});
