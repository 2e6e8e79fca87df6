import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import type { Remembered, RememberedObject } from '../../guard/remembered.ts';
import { isObject, type Json, sameJson } from '../../object.ts';
import { stateFolder, writeState } from '../../state.ts';
import { VERSION } from '../../version.ts';

/**
 * Repositories that the plugin has read against a cluster, for the guard: at 3 a.m. nobody stands in the repository.
 * Beside each entry lie its objects, a line each, found by their key without reading the others.
 */
export interface Memory {
  readonly repositories: () => readonly Remembered[];
  readonly find: (repository: Remembered, key: string) => RememberedObject | null;
  /** Keys of every object that a repository declares in a namespace, the Namespace itself left out. */
  readonly within: (repository: Remembered, namespace: string) => readonly string[];
  /**
   * Keeps what the roots of `entry.digests` declare; what other roots of the repository declare stays as it was,
   * unless `whole`. `lines` makes the objects' text and is called only when a digest is new.
   */
  readonly remember: (entry: Remembered, whole: boolean, lines: () => string) => void;
  /** False when there was nothing of this path. */
  readonly forget: (path: string) => boolean;
}

export function openMemory(clusterId: string, deps: Pick<Deps, 'env'>): Memory {
  const dir = join(stateFolder(deps, 'repositories'), clusterId);
  const texts = new Map<string, string>();
  const textOf = (path: string): string => {
    const found = texts.get(path) ?? readOr(join(dir, `${nameFor(path)}.objects`));
    texts.set(path, found);
    return found;
  };
  return {
    repositories: () => entriesIn(dir),
    find: ({ path }, key) => lineOf(textOf(path), key),
    within: ({ path }, namespace) =>
      [...textOf(path).matchAll(/^[^\t\n]*(?=\t)/gm)]
        .map(([key]) => key)
        .filter((key) => key.split('/').at(-2) === namespace),
    remember: (entry, whole, lines) => {
      const file = join(dir, nameFor(entry.path));
      const before = entriesIn(dir).find(({ path }) => path === entry.path)?.digests ?? {};
      const others = whole ? {} : without(before, Object.keys(entry.digests));
      const digests = { ...others, ...entry.digests };
      try {
        if (!sameJson(before, digests)) {
          const kept = linesOf(textOf(entry.path), new Set(Object.keys(others)));
          writeState(`${file}.objects`, `${kept}${lines()}`);
        }
        writeState(`${file}.json`, JSON.stringify({ ...entry, digests, version: VERSION }));
      } catch {
        // a home that cannot be written: the guard then knows live marks only
      }
      texts.delete(entry.path);
    },
    forget: (path) => {
      const known = entriesIn(dir).some((entry) => entry.path === path);
      for (const end of ['.json', '.objects']) rmSync(join(dir, `${nameFor(path)}${end}`), { force: true });
      return known;
    },
  };
}

/** Ids of every cluster that something is remembered of. */
export function rememberedClusters(deps: Pick<Deps, 'env'>): readonly string[] {
  return namesIn(stateFolder(deps, 'repositories'));
}

/** One line of an objects file. */
export function lineFor(key: string, object: RememberedObject): string {
  return `${key}\t${JSON.stringify(object)}\n`;
}

function nameFor(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

function entriesIn(dir: string): readonly Remembered[] {
  return namesIn(dir)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const entry = parse(readOr(join(dir, name)));
      return isRemembered(entry) ? [entry] : [];
    });
}

function without(
  digests: Readonly<Record<string, string>>,
  roots: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(digests).filter(([root]) => !roots.includes(root)));
}

/** The lines of these roots. */
function linesOf(text: string, roots: ReadonlySet<string>): string {
  if (roots.size === 0) return '';
  return text
    .split(/(?<=\n)/)
    .filter((line) => {
      const object = parse(line.slice(line.indexOf('\t') + 1));
      return isRememberedObject(object) && roots.has(object.app.root.path);
    })
    .join('');
}

function lineOf(text: string, key: string): RememberedObject | null {
  const start = text.startsWith(`${key}\t`) ? 0 : text.indexOf(`\n${key}\t`) + 1;
  if (start === 0 && !text.startsWith(`${key}\t`)) return null;
  const from = start + key.length + 1;
  const object = parse(text.slice(from, text.indexOf('\n', from)));
  return isRememberedObject(object) ? object : null;
}

/** Written by this very version of the plugin: another one's form is not guessed at. */
function isRemembered(value: Json | undefined): value is Json & Remembered {
  return (
    isObject(value) && value.version === VERSION && typeof value.path === 'string' && isObject(value.guard)
  );
}

function isRememberedObject(value: Json | undefined): value is Json & RememberedObject {
  return isObject(value) && isObject(value.object) && isObject(value.app) && isObject(value.origin);
}

function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
