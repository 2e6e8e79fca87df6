import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annotations, withoutCommands } from '../../../src/output/push/annotations.ts';
import { textPush } from '../../../src/output/push/text.ts';
import { PUSH_CASES, readPushCase } from './push-case.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What GitHub's runner makes of a step's output, by its two rules; any command name counts. */
function commandsIn(output: string): readonly Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, info, data] = /^\s*::(.*?)::(.*)$/.exec(line) ?? /##\[([^\]]*)\](.*)$/.exec(line) ?? [];
    if (info === undefined || data === undefined) return [];
    const [name = '', ...rest] = info.split(' ');
    const pairs = rest
      .join(' ')
      .split(',')
      .filter((pair) => pair.includes('='))
      .map(
        (pair) => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1))] as const,
      );
    return [{ name, properties: Object.fromEntries(pairs), data: unescaped(data) }];
  });
}

function unescaped(text: string): string {
  const parts = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return Object.entries(parts).reduce((rest, [code, character]) => rest.replaceAll(code, character), text);
}

describe.each(readdirSync(PUSH_CASES))('annotations of a push: %s', (name) => {
  const report = readPushCase(name);

  it.each([false, true])('are the only commands in the whole output (colour: %s)', (color) => {
    const text = withoutCommands(textPush(report, { color, width: null }));
    expect(commandsIn(text)).toEqual([]);
    const commands = commandsIn(text + annotations(report));
    expect(commands).toHaveLength(annotations(report).split('\n').length - 1);
    expect(
      new Set(commands.map((one) => one.name)).difference(new Set(['error', 'warning', 'notice'])),
    ).toEqual(new Set());
  });

  it('are no more of one severity than GitHub shows', () => {
    const names = commandsIn(annotations(report)).map((one) => one.name);
    for (const severity of ['error', 'warning', 'notice'])
      expect(names.filter((one) => one === severity).length).toBeLessThanOrEqual(10);
  });
});

describe('an annotation', () => {
  it('brings file, line, title and message through whole', () => {
    const [command] = commandsIn(annotations(readPushCase('overwrite')));
    expect(command).toEqual({
      name: 'error',
      properties: {
        file: 'apps/web/overlays/prod/kustomization.yaml',
        line: '9',
        title: 'OVERWRITES_LIVE: Deployment shop/web .spec.replicas',
      },
      data: expect.stringContaining('replicas 3→4, but `kubectl scale` set it to 10'),
    });
  });

  it('keeps what would end a property or the line', () => {
    const [command] = commandsIn(annotations(readPushCase('hostile content')));
    expect(command?.properties).toMatchObject({ file: 'apps/e\\nvil/a,b:c%0A::x.yaml', line: '3' });
    expect(command?.data).toContain('denied\n::add-mask::x');
  });

  it('says how many more there are', () => {
    const commands = commandsIn(annotations(readPushCase('many problems')));
    expect(commands.filter(({ name }) => name === 'error').at(-1)).toEqual({
      name: 'error',
      properties: {},
      data: '4 more errors: see the log of this step',
    });
    expect(commands.filter(({ name }) => name === 'notice')).toHaveLength(1);
  });
});

describe('text for GitHub’s log', () => {
  it.each([
    ['::error::x', '\\u003a:error::x'],
    ['a\n  ::add-mask::x', 'a\n  \\u003a:add-mask::x'],
    ['a ##[add-path]/evil', 'a #\\u0023[add-path]/evil'],
    ['Deployment a::b :: c # ##', 'Deployment a::b :: c # ##'],
  ])('%j becomes %j', (text, harmless) => {
    expect(withoutCommands(text)).toBe(harmless);
  });
});
