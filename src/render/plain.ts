import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../deps.ts';
import { type GitopsError, ManifestError, messageOf, UsageError, type Warning } from '../errors.ts';
import { splitDocuments } from '../source/bulk.ts';
import { openStore } from '../store.ts';
import { diskView } from '../view.ts';
import { manifestFiles } from './plain-files.ts';
import { readStream } from './stream-cache.ts';
import { decode } from './text.ts';
import type { Manifest, Rendering, Root, Tree } from './types.ts';

const SKIP_MARK = '+argocd:skip-file-rendering';

/** One file, the files of a directory, or standard input. */
export async function renderPlain(
  root: Root,
  tree: Tree,
  deps: Pick<Deps, 'stdin' | 'env'>,
): Promise<Rendering> {
  const manifests: Manifest[] = [];
  const perDeploy: Manifest[] = [];
  const problems: GitopsError[] = [];
  const warnings: Warning[] = [];
  const digests: string[] = [];
  const store = openStore(deps, 'manifests');
  const read = (text: string, file: string, strict: boolean) => {
    const found = readStream(text, file, { strict }, store);
    digests.push(found.digest);
    manifests.push(...found.manifests);
    perDeploy.push(...found.perDeploy);
    problems.push(...found.problems);
    warnings.push(...found.warnings);
  };
  if (root.path === '-') read(await readAll(deps.stdin), '<stdin>', true);
  else if (isFile(root, tree)) read(readText(root.path, tree), root.path, true);
  else {
    const found = await manifestFiles(root, diskView(tree.dir));
    warnings.push(...found.warnings);
    for (const file of found.files) {
      try {
        const text = readText(file, tree);
        if (text.includes(SKIP_MARK)) continue;
        if (root.directory !== undefined) assertOneValue(text, file);
        read(text, file, false);
      } catch (error) {
        if (!(error instanceof ManifestError)) throw error;
        problems.push(error);
      }
    }
  }
  return { manifests, perDeploy, problems, warnings, digest: digests.join() };
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

function isFile({ path }: Root, tree: Tree): boolean {
  try {
    return statSync(join(tree.dir, path)).isFile();
  } catch (cause) {
    throw new UsageError('NO_SUCH_PATH', `${path} does not exist`, {
      hint: 'give a file or directory that exists',
      cause,
    });
  }
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
