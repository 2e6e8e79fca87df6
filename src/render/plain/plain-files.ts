import { relative, sep } from 'node:path';
import { ManifestError, messageOf, type Warning } from '../../errors.ts';
import { gobwasMatcher } from '../../patterns/gobwas.ts';
import type { View, ViewEntry } from '../../view.ts';
import { KUSTOMIZATION_FILES } from '../kustomize/files.ts';
import { resolveIn } from '../tree-files.ts';
import type { ArgoDirectory, Root } from '../types.ts';

const MANIFEST = /\.(ya?ml|json)$/;
/** YAML that belongs to tools, not to the cluster. */
const NOT_MANIFESTS = new Set<string>([...KUSTOMIZATION_FILES, 'Chart.yaml', '.gitops.yaml']);

export interface Found {
  /** Relative to the tree, in a stable order. */
  readonly files: readonly string[];
  /** Directories, part of the root, whose content is another repository's. */
  readonly submodules: readonly string[];
  /** Links that lead to no file of the tree. */
  readonly astray: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Files of a plain root: its own, as kubectl and Argo CD read a directory, and those below with `recurse`; or those whose
 * names another test lets through.
 */
export function wantedFiles(
  root: Root,
  view: View,
  isWanted: Predicate,
  isNamed: Predicate = (name) => isManifest(name, root),
): Found {
  const files: string[] = [];
  const submodules: string[] = [];
  const astray: string[] = [];
  const warnings: Warning[] = [];
  const visit = (dir: string) => {
    for (const { name, kind } of entriesOf(dir, view)) {
      const file = resolveIn(dir, name);
      if (kind === 'directory' || kind === 'submodule') {
        if (root.recurse !== true || isPassedOver(name, root)) continue;
        if (kind === 'directory') visit(file);
        else submodules.push(file);
        continue;
      }
      if (!isNamed(name) || !isWanted(file)) continue;
      const where = kind === 'symlink' ? leadsAstray(file, view) : null;
      if (where === null) files.push(file);
      else {
        astray.push(file);
        warnings.push({ code: 'UNREADABLE', message: `${file} is not read: it ${where}`, hint: null });
      }
    }
  };
  visit(resolveIn('.', root.path));
  return { files, submodules, astray, warnings };
}

/** Argo CD descends into every directory; no repository has one of git's own. */
function isPassedOver(name: string, { directory }: Root): boolean {
  return directory === undefined ? name.startsWith('.') || name === 'node_modules' : name === '.git';
}

function isManifest(name: string, { directory }: Root): boolean {
  if (NOT_MANIFESTS.has(name)) return false;
  return directory?.anyExtension === true ? !name.endsWith('.jsonnet') : MANIFEST.test(name);
}

export type Predicate = (file: string) => boolean;

/** Which files the `include` and `exclude` of roots let through. They are seldom given: their library is loaded only then. */
export async function globsOf(roots: readonly Root[]): Promise<(root: Root) => Predicate> {
  const isGlobbed = ({ include, exclude, directory }: Root) =>
    [include, exclude, directory?.include, directory?.exclude].some((glob) => glob !== undefined);
  if (!roots.some(isGlobbed)) return () => () => true;
  const { globMatcher } = await import('../../patterns/glob.ts');
  return ({ path, include, exclude, directory }) => {
    if (directory !== undefined) return argoGlobs(path, directory);
    const included = include === undefined ? () => true : globMatcher(include);
    const excluded = exclude === undefined ? () => false : globMatcher(exclude);
    return (file) => {
      const within = withinOf(path, file);
      return included(within) && !excluded(within);
    };
  };
}

/** Which files of a directory Argo CD takes, by their paths within it. */
export function argoGlobs(dir: string, { include, exclude }: ArgoDirectory): Predicate {
  const included = include === undefined ? () => true : gobwasMatcher(include);
  const excluded = exclude === undefined ? () => false : gobwasMatcher(exclude);
  return (file) => {
    const within = withinOf(dir, file);
    return !excluded(within) && included(within);
  };
}

function withinOf(dir: string, file: string): string {
  return relative(dir, file).split(sep).join('/');
}

function entriesOf(dir: string, view: View): readonly ViewEntry[] {
  try {
    return view.list(dir).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const reason = messageOf(cause).split(':')[0] ?? '';
    throw new ManifestError('UNREADABLE', `cannot read the directory ${dir} (${reason})`, {
      hint: `make it readable, or leave it out: --exclude '${dir}/**'`,
      cause,
    });
  }
}

/** A symbolic link may not lead out of the repository: what it leads to is not what git holds. Null: it does not. */
function leadsAstray(file: string, view: View): string | null {
  const { kind, lost } = view.placeOf(file);
  if (lost === 'outside') return 'leads out of the repository';
  if (kind === null) return 'leads nowhere';
  return kind === 'file' ? null : 'is no file';
}
