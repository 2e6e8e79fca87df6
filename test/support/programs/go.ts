import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { showProgress } from './progress.ts';
import { run } from '../run.ts';

export type GoBuild = {
  /** The folder to build in: there go may switch to a newer toolchain of its own. */
  readonly cwd: string;
  /** What is built and roughly how long that takes from nothing on two cores: said before a first build. */
  readonly what: string;
  readonly minutes: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs go with `-v`, whose list of packages is the progress that is shown. */
export async function go(args: readonly string[], { cwd, what, minutes, env }: GoBuild): Promise<void> {
  const progress = showProgress(what, minutes);
  try {
    await run('go', args, {
      cwd,
      env: { GOWORK: 'off', ...env },
      onStderr: (text) => progress.step(text.split('\n').length - 1),
    });
    progress.end('done');
  } catch (cause) {
    progress.end('failed');
    throw cause;
  }
}

/** Names the platform too: `go version go1.26.8 linux/amd64`. */
export function goVersion(cwd: string): Promise<string> {
  return run('go', ['version'], { cwd });
}

/** Of all that a program of a Go module here is made from. */
export async function hashModule(folder: string, modfile: string, parts: readonly string[]): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.go')).sort();
  const inputs = [modfile, modfile.replace(/mod$/, 'sum'), ...files];
  const texts = await Promise.all(inputs.map((file) => readFile(join(folder, file), 'utf8')));
  return digest([...parts, await goVersion(folder), ...inputs, ...texts]);
}

/** The flags that set variables at link time. */
export function linkTime(variables: Readonly<Record<string, string>>): string {
  const flags = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  return flags.join(' ');
}

export function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
