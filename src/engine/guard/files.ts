import { relative, resolve } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError } from '../../errors.ts';
import type { KubectlCommand } from '../../guard/kubectl/command.ts';
import type { KubeObject } from '../../object.ts';
import { readManifests } from '../../render/manifest.ts';
import { renderRoot } from '../../render/render.ts';
import type { Root } from '../../render/types.ts';

const STDIN = ['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'];
const NO_TARGET = { kubeVersion: null, apiVersions: [] };

/** Objects of `-f`, `-k` and standard input. What kubectl itself will refuse is left to it. */
export async function manifestsOf(
  { filenames, kustomize, recursive }: KubectlCommand,
  stdin: string | null,
  deps: Deps,
): Promise<readonly KubeObject[]> {
  const url = filenames.find((file) => /^https?:\/\//.test(file));
  if (url !== undefined) {
    throw new ManifestError('NOT_READ', `${url} is not read by the guard: what it holds is not known here`, {
      hint: `fetch it first: curl -fsSLO ${url}, then give the file`,
    });
  }
  const roots: readonly Root[] = [
    ...filenames
      .filter((file) => !STDIN.includes(file))
      .map((file) => ({ kind: 'plain', path: fromTop(file, deps), recurse: recursive }) as const),
    ...kustomize.map((dir) => ({ kind: 'kustomize', path: fromTop(dir, deps) }) as const),
  ];
  const rendered = await Promise.all(
    roots.map((root) => renderRoot(root, { dir: '/', id: null }, NO_TARGET, deps)),
  );
  const piped = stdin === null ? [] : readManifests(stdin, 'standard input', { strict: false }).manifests;
  return [...rendered.flatMap(({ manifests }) => manifests), ...piped].map(({ object }) => object);
}

function fromTop(path: string, { cwd }: Deps): string {
  return relative('/', resolve(cwd, path)) || '.';
}
