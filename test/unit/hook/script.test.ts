import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LEFTHOOK_LINES, ONE_LINE, PRE_COMMIT_LINES, SCRIPT_LINES } from '../../../src/hook/edits/lines.ts';
import { isShellScript, OLD_HUSKY, scriptWith, scriptWithout } from '../../../src/hook/edits/script.ts';
import { isTemplate, TEMPLATE } from '../../../src/hook/edits/template.ts';
import { repositoryRoot } from '../../support/cache.ts';

const BLOCK = `# >>> kubectl gitops hook >>>\n${SCRIPT_LINES.join('\n')}\n# <<< kubectl gitops hook <<<\n`;

test('the template that is installed is the one in hooks/template, executable, with LF', () => {
  const file = join(repositoryRoot, 'hooks/template/pre-push');
  expect(TEMPLATE).toBe(readFileSync(file, 'utf8'));
  expect(statSync(file).mode & 0o777).toBe(0o755);
  expect(TEMPLATE).not.toContain('\r');
  expect(isTemplate(TEMPLATE)).toBe(true);
});

test.each([
  ['npm test\n', `${BLOCK}npm test\n`],
  ['#!/bin/sh\n# why\nnpm test', `#!/bin/sh\n${BLOCK}# why\nnpm test`],
  [
    `#!/usr/bin/env sh\n. "$(dirname "$0")/_/husky.sh"\n\nnpm test\n`,
    `#!/usr/bin/env sh\n. "$(dirname "$0")/_/husky.sh"\n${BLOCK}\nnpm test\n`,
  ],
])('its lines come before all others of a script, once: %j', (before, after) => {
  expect(scriptWith(before)).toBe(after);
  expect(scriptWith(after)).toBe(after);
});

test.each(['npm test\n', '#!/bin/sh', '#!/bin/sh\nx', 'a\r\nb\r\n', '', '\n', '\xff\xfe\n'])(
  'a script comes back to the last byte: %j',
  (text) => {
    expect(scriptWithout(scriptWith(text))).toBe(text);
  },
);

test('a script that was made for its lines goes with them', () => {
  expect(scriptWithout(scriptWith(null))).toBeNull();
  expect(scriptWithout(scriptWith(null, OLD_HUSKY))).toBeNull();
});

test('lines that a team has moved stay where they are', () => {
  const moved = `# first\n${BLOCK}last\n`;
  expect(scriptWith(moved)).toBe(moved);
  expect(scriptWith(moved.replace('exit 1', 'exit 7'))).toBe(moved);
});

test.each([
  ['npm test', true],
  ['#!/bin/sh -e\n', true],
  ['#!/usr/bin/env bash\r\n', true],
  ['#!/usr/bin/env python3\n', false],
  ['#!/usr/bin/fish\n', false],
  ['\x7fELF\0\0', false],
])('lines go only into what a POSIX shell runs: %j', (text, expected) => {
  expect(isShellScript(text)).toBe(expected);
});

test.each([
  ['the template', TEMPLATE],
  ['lines of a script', BLOCK],
  ['lefthook', LEFTHOOK_LINES.slice(2).join('\n')],
  [
    'pre-commit',
    PRE_COMMIT_LINES.slice(10, -1)
      .join('\n')
      .replace(/^\s*sh -c '/, ''),
  ],
  ['simple-git-hooks', ONE_LINE],
])('a POSIX shell reads %s', (_, script) => {
  const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
