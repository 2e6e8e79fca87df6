import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ManifestError, messageOf, type Warning } from '../errors.ts';
import { KUSTOMIZATION_FILES } from './kustomize/files.ts';
import { resolveIn } from './tree-files.ts';
import type { Root, Tree } from './types.ts';

const MANIFEST = /\.(ya?ml|json)$/;
/** YAML that belongs to tools, not to the cluster. */
const NOT_MANIFESTS = new Set<string>([...KUSTOMIZATION_FILES, 'Chart.yaml', '.gitops.yaml']);

export interface Found {
  /** Relative to the tree, in a stable order. */
  readonly files: readonly string[];
  readonly warnings: readonly Warning[];
}

/** Files of a plain root: its own, as kubectl and Argo CD read a directory, and those below with `recurse`. */
export async function manifestFiles(root: Root, tree: Tree): Promise<Found> {
  const isWanted = await chosenBy(root);
  const files: string[] = [];
  const warnings: Warning[] = [];
  const visit = (dir: string) => {
    for (const entry of entriesOf(dir, tree)) {
      const file = resolveIn(dir, entry.name);
      if (entry.isDirectory()) {
        if (root.recurse === true && !entry.name.startsWith('.') && entry.name !== 'node_modules')
          visit(file);
        continue;
      }
      if (!MANIFEST.test(entry.name) || NOT_MANIFESTS.has(entry.name) || !isWanted(file)) continue;
      const astray = entry.isSymbolicLink() ? leadsAstray(file, tree) : null;
      if (astray === null) files.push(file);
      else warnings.push({ code: 'UNREADABLE', message: `${file} is not read: it ${astray}`, hint: null });
    }
  };
  visit(resolveIn('.', root.path));
  return { files, warnings };
}

type Predicate = (file: string) => boolean;

/** Globs are seldom given: their library is loaded only then. */
async function chosenBy({ path, include, exclude }: Root): Promise<Predicate> {
  if (include === undefined && exclude === undefined) return () => true;
  const { globMatcher } = await import('../glob.ts');
  const included = include === undefined ? () => true : globMatcher(include);
  const excluded = exclude === undefined ? () => false : globMatcher(exclude);
  return (file) => {
    const within = relative(path, file).split(sep).join('/');
    return included(within) && !excluded(within);
  };
}

function entriesOf(dir: string, tree: Tree): readonly Dirent[] {
  try {
    return readdirSync(join(tree.dir, dir), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  } catch (cause) {
    const reason = messageOf(cause).split(':')[0] ?? '';
    throw new ManifestError('UNREADABLE', `cannot read the directory ${dir} (${reason})`, {
      hint: `make it readable, or leave it out: --exclude '${dir}/**'`,
      cause,
    });
  }
}

/** A symbolic link may not lead out of the repository: what it leads to is not what git holds. Null: it does not. */
function leadsAstray(file: string, tree: Tree): string | null {
  try {
    const real = realpathSync(join(tree.dir, file));
    if (relative(realpathSync(tree.dir), real).split(sep)[0] === '..') return 'leads out of the repository';
    return statSync(real).isFile() ? null : 'is no file';
  } catch {
    return 'leads nowhere';
  }
}
