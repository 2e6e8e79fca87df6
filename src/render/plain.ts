import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Deps } from '../deps.ts';
import { type GitopsError, ManifestError, messageOf, UsageError, type Warning } from '../errors.ts';
import { openStore } from '../store.ts';
import { readStream } from './stream-cache.ts';
import type { Manifest, Rendering, Root, Tree } from './types.ts';

const MANIFEST = /\.(ya?ml|json)$/;
const SKIP_MARK = '+argocd:skip-file-rendering';
/** YAML that belongs to tools, not to the cluster. */
const NOT_MANIFESTS = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
  'Chart.yaml',
  '.gitops.yaml',
]);

/** One file, one directory (only its own files, as kubectl and Argo CD read it, unless `recurse`), or standard input. */
export async function renderPlain(
  root: Root,
  tree: Tree,
  deps: Pick<Deps, 'stdin' | 'env'>,
): Promise<Rendering> {
  const manifests: Manifest[] = [];
  const problems: GitopsError[] = [];
  const warnings: Warning[] = [];
  const store = openStore(deps, 'manifests');
  const digests: string[] = [];
  const read = (text: string, file: string, strict: boolean) => {
    const found = readStream(text, file, { strict }, store);
    digests.push(found.digest);
    manifests.push(...found.manifests);
    problems.push(...found.problems);
    warnings.push(...found.warnings);
  };
  if (root.path === '-') read(await readAll(deps.stdin), '<stdin>', true);
  else if (isFile(root, tree)) read(readText(join(tree.dir, root.path), root.path), root.path, true);
  else {
    for (const file of manifestFiles(root, tree)) {
      try {
        const text = readText(join(tree.dir, file), file);
        if (!text.includes(SKIP_MARK)) read(text, file, false);
      } catch (error) {
        if (!(error instanceof ManifestError)) throw error;
        problems.push(error);
      }
    }
  }
  return { manifests, problems, warnings, digest: digests.join() };
}

async function readAll(stdin: Deps['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return decode(Buffer.concat(chunks));
}

function isFile({ path }: Root, tree: Tree): boolean {
  try {
    return statSync(join(tree.dir, path)).isFile();
  } catch (error) {
    throw new UsageError('NO_SUCH_PATH', `${path}: ${messageOf(error)}`, {
      hint: 'give a file or directory that exists',
      cause: error,
    });
  }
}

/** Files of a plain root, relative to the tree, in a stable order. */
export function manifestFiles(root: Root, tree: Tree): readonly string[] {
  const included = root.include === undefined ? () => true : picomatch([...root.include]);
  const excluded = root.exclude === undefined ? () => false : picomatch([...root.exclude]);
  const files: string[] = [];
  const visit = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) {
        if (root.recurse === true && !entry.name.startsWith('.') && entry.name !== 'node_modules')
          visit(path);
        continue;
      }
      const within = relative(join(tree.dir, root.path), path).split(sep).join('/');
      if (
        !MANIFEST.test(entry.name) ||
        NOT_MANIFESTS.has(entry.name) ||
        !included(within) ||
        excluded(within)
      )
        continue;
      if (staysInside(path, tree.dir)) files.push(relative(tree.dir, path).split(sep).join('/'));
    }
  };
  visit(join(tree.dir, root.path));
  return files;
}

/** A symbolic link may not lead out of the repository: it is content, and not ours. */
function staysInside(path: string, top: string): boolean {
  try {
    const real = realpathSync(path);
    return statSync(real).isFile() && !relative(realpathSync(top), real).startsWith('..');
  } catch {
    return false;
  }
}

function readText(path: string, file: string): string {
  try {
    return decode(readFileSync(path));
  } catch (error) {
    throw new ManifestError('UNREADABLE', `cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** UTF-8, or UTF-16 with a byte order mark, as Windows editors write it. */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8');
}
