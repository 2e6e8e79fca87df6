import type { RenderCommand } from '../render/types.ts';
import { type Cell, invalid, where } from './error.ts';
import { pathIn } from './paths.ts';
import { fieldsOf, isAbsent, itemsOf, optionalText, present, textsOf } from './reader.ts';
import type { RenderEntry } from './types.ts';

/** `render: [{app: NAME, path: DIRECTORY, command: [PROGRAM], cwd: DIRECTORY}]`. Throws what `fieldsOf` throws. */
export function rendersOf(cell: Cell): readonly RenderEntry[] {
  return itemsOf(cell).map(renderOf);
}

function renderOf(cell: Cell): RenderEntry {
  const at = fieldsOf(cell, ['app', 'path', 'command', 'cwd']);
  const app = optionalText(at('app'));
  const path = isAbsent(at('path').value) ? undefined : pathIn(at('path'));
  if (app === undefined && path === undefined)
    throw invalid(
      cell,
      `${where(cell)} says of no app that it renders it`,
      'add path: DIRECTORY, or app: NAME',
    );
  return { ...present({ app, path }), render: commandIn(at, path ?? '.') };
}

/** `{command: [PROGRAM], cwd: DIRECTORY}`; `home`: the directory where none is said. Throws what `fieldsOf` throws. */
export function commandOf(cell: Cell, home: string): RenderCommand {
  return commandIn(fieldsOf(cell, ['command', 'cwd']), home);
}

function commandIn(at: (key: 'command' | 'cwd') => Cell, home: string): RenderCommand {
  const [command, cwd] = [at('command'), at('cwd')];
  const argv = textsOf(command);
  if (argv.length === 0)
    throw invalid(command, `${where(command)} is empty`, 'write command: [PROGRAM, ARGUMENT]');
  return { argv, cwd: isAbsent(cwd.value) ? home : pathIn(cwd) };
}
