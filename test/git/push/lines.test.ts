import { expect, test } from 'vitest';
import { readRefLines } from '../../../src/git/push/lines.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const NONE = '0'.repeat(40);

test('nothing is nothing to push', () => {
  expect(readRefLines('')).toEqual([]);
  expect(readRefLines('\n')).toEqual([]);
});

test('a line each: updated, new, deleted', () => {
  const text = [
    `refs/heads/main ${A} refs/heads/main ${B}`,
    `HEAD~1 ${A} refs/heads/new ${NONE}`,
    `(delete) ${NONE} refs/heads/old ${B}`,
  ];
  expect(readRefLines(`${text.join('\n')}\n`)).toEqual([
    { localRef: 'refs/heads/main', localOid: A, remoteRef: 'refs/heads/main', remoteOid: B },
    { localRef: 'HEAD~1', localOid: A, remoteRef: 'refs/heads/new', remoteOid: null },
    { localRef: '(delete)', localOid: null, remoteRef: 'refs/heads/old', remoteOid: B },
  ]);
});

test('blanks and letters of the world in what was typed, and line ends that a script added', () => {
  expect(readRefLines(`HEAD^{/fix it ü} ${A} refs/heads/日本 ${B}\r\n`)).toEqual([
    { localRef: 'HEAD^{/fix it ü}', localOid: A, remoteRef: 'refs/heads/日本', remoteOid: B },
  ]);
});

test('ids of a SHA-256 repository, zeros too', () => {
  const long = 'c'.repeat(64);
  expect(readRefLines(`refs/heads/a ${long} refs/heads/a ${'0'.repeat(64)}\n`)).toMatchObject([
    { localOid: long, remoteOid: null },
  ]);
});

test.each([
  'origin',
  `refs/heads/main ${A} refs/heads/main`,
  `refs/heads/main ${A.slice(1)} refs/heads/main ${B}`,
  `refs/heads/main ${A} refs/heads/main ${B} more`,
])('is no such line: %s', (line) => {
  const good = `refs/heads/main ${A} refs/heads/main ${B}`;
  const read = () => readRefLines(`${good}\n${line}\n`);
  expect(read).toThrow(`git's pre-push says no such thing: ${line}`);
});

test('what moves the cursor is not printed back', () => {
  expect(() => readRefLines('\u001b[2Jx\n')).toThrow('\\u001b[2Jx');
});
