import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../deps.ts';
import { run } from '../io.ts';
import type { Place } from './place.ts';

/** A manager's program: the repository's own, else the one in PATH; null: there is none. */
export async function programOf(
  name: 'lefthook' | 'pre-commit',
  deps: Deps,
  { repository }: Place,
): Promise<string | null> {
  return ownProgram(name, repository) ?? ((await run(deps, name, ['--version'])).code === 0 ? name : null);
}

/** What `npm install` put into the repository. */
export function ownProgram(name: string, { top }: { readonly top: string }): string | null {
  const path = `node_modules/.bin/${name}`;
  return existsSync(join(top, path)) ? path : null;
}
