import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import type { View } from '../../view.ts';
import type { LocatedRepository } from '../repository.ts';
import { gitSettings } from '../settings.ts';
import { type ExtractedTree, treeAt } from './trees.ts';

/** A commit, read through a view and laid out once, when that is asked for. */
export interface LazyCommit extends AsyncDisposable {
  readonly view: View;
  readonly settle: <T>(work: () => T) => Promise<T>;
  readonly layout: () => Promise<string>;
  /** Whether a file that is laid out is its blob, byte for byte. */
  readonly isVerbatim: () => Promise<boolean>;
  readonly laidOut: () => Promise<ExtractedTree>;
}

export interface LazyOptions {
  readonly view: View;
  readonly settle: LazyCommit['settle'];
  /** Told when it is laid out: the files that are enough; null: the whole commit. */
  readonly part: () => readonly string[] | null;
}

/** Whoever opens one disposes of it. */
export type LazyCommits = (oid: string, options: LazyOptions) => LazyCommit;

/** Commits of one repository: how it is configured is read once for all of them. */
export function openLazyCommits(
  repository: LocatedRepository,
  deps: Pick<Deps, 'env' | 'signal'>,
): LazyCommits {
  let settings: Promise<Settings> | undefined;
  const configured = () => {
    settings ??= gitSettings(repository, SETTINGS);
    return settings;
  };
  return (oid, options) => lazyCommit(repository, oid, options, configured, deps);
}

function lazyCommit(
  repository: LocatedRepository,
  oid: string,
  { view, settle, part }: LazyOptions,
  configured: () => Promise<Settings>,
  deps: Pick<Deps, 'env' | 'signal'>,
): LazyCommit {
  let tree: Promise<ExtractedTree> | undefined;
  let layout: Promise<Layout> | undefined;
  const layOut = async () => treeAt(repository, oid, deps, { paths: (await settle(part)) ?? [] });
  const layoutNow = () => {
    layout ??= configured().then((settings) => layoutOf(repository, view, settings, deps));
    return layout;
  };
  return {
    view,
    settle,
    layout: async () => (await layoutNow()).id,
    isVerbatim: async () => (await layoutNow()).isVerbatim,
    laidOut: () => {
      tree ??= layOut();
      return tree;
    },
    [Symbol.asyncDispose]: async () => {
      // one that could not be laid out has told so whoever asked for it
      await tree?.then(
        (laid) => laid.dispose(),
        () => {},
      );
    },
  };
}

type Settings = Awaited<ReturnType<typeof gitSettings>>;

const SETTINGS = '^(core\\.(autocrlf|eol|symlinks|attributesfile|bigfilethreshold)|filter\\..*)$';

interface Layout {
  readonly id: string;
  readonly isVerbatim: boolean;
}

const OFF = ['false', 'no', 'off', '0', 'input'];

/** Attributes and settings by which git makes files of blobs: line ends, filters, encodings. */
function layoutOf(
  repository: LocatedRepository,
  view: View,
  settings: Settings,
  { env }: Pick<Deps, 'env'>,
): Layout {
  const attributes = [...(view.paths?.keys() ?? [])]
    .filter((path) => path === '.gitattributes' || path.endsWith('/.gitattributes'))
    .map((path) => [path, view.digest(path)]);
  const home = env.HOME ?? homedir();
  const [named] = settings.get('core.attributesfile')?.slice(-1) ?? [];
  const own =
    named?.replace(/^~(?=\/)/, home) ?? join(env.XDG_CONFIG_HOME || join(home, '.config'), 'git/attributes');
  const files = [join(repository.commonDir, 'info/attributes'), own, '/etc/gitattributes'].map(contentOf);
  const id = createHash('sha256')
    .update(JSON.stringify([attributes, [...settings], files]))
    .digest('hex');
  const crlf = settings.get('core.autocrlf')?.at(-1) ?? 'false';
  // filters and encodings do nothing that no attribute asks for
  const isAsked = attributes.length > 0 || files.some((text) => (text ?? '').trim() !== '');
  return { id, isVerbatim: !isAsked && OFF.includes(crlf.toLowerCase()) };
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
