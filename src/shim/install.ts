import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { findShim, linkAtomically } from './link.ts';
import { defaultFolder, PATH_FILE, shimSource } from './places.ts';
import { kubectlsInPath, realKubectl } from './real-kubectl.ts';
import { type Installed, readRecord, writeRecord } from './record.ts';
import { pathLine, type Shell, shellOf, startFileOf } from './shells.ts';
import { asLatin1, changeStartFile, withBlock } from './start-file.ts';

export interface InstallOptions {
  /** Where the shim goes; relative to the current directory. Default: `$XDG_DATA_HOME/kubectl-gitops/shim`. */
  readonly dir?: string;
  readonly shell?: Shell;
  /** Put the line into the shell's start file, too. */
  readonly write?: boolean;
}

export interface InstallReport {
  readonly shim: string;
  /** The kubectl that the shim leads to. */
  readonly kubectl: string;
  readonly shell: Shell;
  /** What the shell has to read when it starts. */
  readonly line: string;
  readonly startFile: string;
  readonly startFileChanged: boolean;
  /** A shell with this PATH finds the shim first already. */
  readonly active: boolean;
}

/**
 * Puts a link to the shim, named kubectl, into a folder; a start file is written only when asked to. Throws
 * UsageError where another kubectl is in that folder, where there is no real one, and for an unknown shell.
 */
export function install(deps: Pick<Deps, 'cwd' | 'env'>, options: InstallOptions = {}): InstallReport {
  const { cwd, env } = deps;
  const kubectl = realKubectl(deps);
  const shell = options.shell ?? shellOf(env);
  const source = shimSource();
  const folder = resolve(cwd, options.dir ?? defaultFolder(env));
  const shim = join(folder, 'kubectl');
  if (folder.includes(delimiter))
    throw new UsageError('BAD_FOLDER', `a folder of PATH cannot have "${delimiter}" in its name: ${folder}`, {
      hint: 'choose another with --dir',
    });
  if (findShim(shim) === 'other')
    throw new UsageError('NOT_OURS', `${shim} is there already, and is not the shim`, {
      hint: 'choose a folder of its own with --dir',
    });

  const madeFolders = missingFolders(folder);
  mkdirSync(folder, { recursive: true });
  linkAtomically(source, shim);
  writeFileSync(join(folder, PATH_FILE), `${recordedPath(env.PATH ?? '', folder)}\n`);

  const line = pathLine(shell, folder);
  const startFile = startFileOf(shell, env);
  remember(deps, { folder, madeFolders, startFiles: options.write === true ? [startFile] : [] });
  const startFileChanged =
    options.write === true &&
    changeStartFile(startFile, (text) => withBlock(text, asLatin1(line), startFile));
  const active = kubectlsInPath(deps)[0] === shim;
  return { shim, kubectl, shell, line, startFile, startFileChanged, active };
}

/** Folders that have to be made, the deepest first. */
function missingFolders(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.push(at);
  return missing;
}

function recordedPath(path: string, folder: string): string {
  return path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && entry !== folder && !entry.includes('\n'))
    .join(delimiter);
}

/** A second install into the same folder adds to what the first one made. */
function remember(deps: Pick<Deps, 'env'>, made: Installed): void {
  const record = readRecord(deps);
  const before = record.find(({ folder }) => folder === made.folder);
  const merged: Installed = {
    folder: made.folder,
    madeFolders: [...new Set([...made.madeFolders, ...(before?.madeFolders ?? [])])],
    startFiles: [...new Set([...made.startFiles, ...(before?.startFiles ?? [])])],
  };
  writeRecord(deps, [...record.filter(({ folder }) => folder !== made.folder), merged]);
}
