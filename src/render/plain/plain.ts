import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { type GitopsError, ManifestError, messageOf, UsageError, type Warning } from '../../errors.ts';
import { splitDocuments } from '../../source/bulk.ts';
import { openStore, type Store } from '../../store.ts';
import { diskView, type View } from '../../view.ts';
import { globsOf, type Predicate, wantedFiles } from './plain-files.ts';
import { readStream } from './stream-cache.ts';
import { decode } from '../text.ts';
import type { Manifest, Rendering, Root, Tree } from '../types.ts';

const SKIP_MARK = '+argocd:skip-file-rendering';

/** One file, the files of a directory, or standard input. */
export async function renderPlain(
  root: Root,
  tree: Tree,
  deps: Pick<Deps, 'stdin' | 'env'>,
): Promise<Rendering> {
  const store = openStore(deps, 'manifests');
  if (root.path === '-') {
    const reading = newReading(store);
    reading.read(await readAll(deps.stdin), '<stdin>', true);
    return reading.done();
  }
  const isWanted = (await globsOf([root]))(root);
  return renderFiles(root, diskView(tree.dir), isWanted, (file) => readText(file, tree), store);
}

/** The same of the files of a view, which must be at hand. `store`: null: nobody is to remember what they hold. */
export function renderView(root: Root, view: View, isWanted: Predicate, store: Store | null): Rendering {
  return renderFiles(root, view, isWanted, (file) => decode(view.read(file) ?? missing(file)), store);
}

/** Throws UsageError where the root is not there. */
function renderFiles(
  root: Root,
  view: View,
  isWanted: Predicate,
  textOf: (file: string) => string,
  store: Store | null,
): Rendering {
  const reading = newReading(store);
  if (view.kindOf(root.path) === 'file') {
    reading.read(textOf(root.path), root.path, true);
    return reading.done();
  }
  if (view.kindOf(root.path) === null)
    throw new UsageError('NO_SUCH_PATH', `${root.path} does not exist`, {
      hint: 'give a file or directory that exists',
    });
  const found = wantedFiles(root, view, isWanted);
  reading.warnings.push(...found.warnings);
  for (const file of found.files) {
    try {
      const text = textOf(file);
      if (text.includes(SKIP_MARK)) continue;
      if (root.directory !== undefined) assertOneValue(text, file);
      reading.read(text, file, false);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      reading.problems.push(error);
    }
  }
  return reading.done();
}

/** Collects what streams hold. */
function newReading(store: Store | null) {
  const manifests: Manifest[] = [];
  const perDeploy: Manifest[] = [];
  const problems: GitopsError[] = [];
  const warnings: Warning[] = [];
  const digests: string[] = [];
  return {
    problems,
    warnings,
    read: (text: string, file: string, strict: boolean) => {
      const found = readStream(text, file, { strict }, store);
      digests.push(found.digest);
      manifests.push(...found.manifests);
      perDeploy.push(...found.perDeploy);
      problems.push(...found.problems);
      warnings.push(...found.warnings);
    },
    done: (): Rendering => ({ manifests, perDeploy, problems, warnings, digest: digests.join() }),
  };
}

/** A JSON file is one object for Argo CD, which fails for any other. */
function assertOneValue(text: string, file: string): void {
  if (!file.endsWith('.json') || (splitDocuments(text).length === 1 && /^\s*\{/.test(text))) return;
  throw new ManifestError(
    'NOT_KUBERNETES',
    `${file} does not hold exactly one object, as Argo CD wants of JSON`,
    {
      hint: 'put each object into a file of its own, or into the items of a List',
    },
  );
}

async function readAll(stdin: Deps['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return decode(Buffer.concat(chunks));
}

function missing(file: string): never {
  throw new ManifestError('UNREADABLE', `cannot read ${file}`, { hint: 'see what it is: git ls-tree HEAD' });
}

function readText(file: string, tree: Tree): string {
  try {
    return decode(readFileSync(join(tree.dir, file)));
  } catch (cause) {
    const reason = messageOf(cause).split(':')[0] ?? '';
    throw new ManifestError('UNREADABLE', `cannot read ${file} (${reason})`, {
      hint: 'make it readable',
      cause,
    });
  }
}
