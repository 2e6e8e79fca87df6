import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { pathLine, quoted, shellFunction, shellOf, startFileOf } from '../../../src/shim/shells.ts';
import { folder, program } from './folders.ts';

test('the shell is what SHELL ends in', () => {
  expect(shellOf({ SHELL: '/usr/local/bin/fish' })).toBe('fish');
  expect(() => shellOf({ SHELL: '/bin/tcsh' })).toThrow(UsageError);
  expect(() => shellOf({})).toThrow(UsageError);
});

test('start files are where each shell looks for them', () => {
  expect(startFileOf('bash', { HOME: '/h' })).toBe('/h/.bashrc');
  expect(startFileOf('zsh', { HOME: '/h', ZDOTDIR: '/z' })).toBe('/z/.zshrc');
  expect(startFileOf('zsh', { HOME: '/h' })).toBe('/h/.zshrc');
  expect(startFileOf('fish', { HOME: '/h' })).toBe('/h/.config/fish/config.fish');
  expect(startFileOf('fish', { HOME: '/h', XDG_CONFIG_HOME: '/c' })).toBe('/c/fish/config.fish');
});

test('quotes for fish are its own', () => {
  expect(quoted('fish', String.raw`it's a \ thing`)).toBe(String.raw`'it\'s a \\ thing'`);
});

describe('in a real bash', () => {
  const bash = (script: string, env: Readonly<Record<string, string>>) =>
    execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env });

  test('the line puts a folder with any name first', () => {
    const odd = join(folder(), `it's "$HOME" \`x\` *`);
    const said = bash(`${pathLine('bash', odd)}\nprintf %s "$PATH"`, { PATH: '/usr/bin:/bin' });
    expect(said).toBe(`${odd}:/usr/bin:/bin`);
  });

  test('the function hands arguments and the exit code on, and goes round a shim that is gone', () => {
    const dir = folder();
    const shim = program(join(dir, "o'dd/kubectl"), '#!/bin/sh\nprintf "[%s]" shim "$@"\nexit 7\n');
    program(join(dir, 'bin/kubectl'), '#!/bin/sh\nprintf "[%s]" other "$@"\n');
    const env = { PATH: `${join(dir, 'bin')}:/usr/bin:/bin` };
    const call = `kubectl get 'a  b' '' '*'; echo " $?"`;
    expect(bash(`${shellFunction('bash', shim)}\n${call}`, env)).toBe('[shim][get][a  b][][*] 7\n');
    expect(bash(`${shellFunction('bash', `${shim}-gone`)}\n${call}`, env)).toBe(
      '[other][get][a  b][][*] 0\n',
    );
  });

  test('completion that was loaded stays bound, under an alias of the same name too', () => {
    const script = `shopt -s expand_aliases
alias kubectl=kubecolor
__start_kubectl() { :; }
eval "$FUNCTION"
complete -p kubectl`;
    const said = bash(script, { PATH: '/usr/bin:/bin', FUNCTION: shellFunction('bash', '/s/kubectl') });
    expect(said).toBe('complete -o default -F __start_kubectl kubectl\n');
  });
});
