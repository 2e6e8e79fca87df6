import { relative, resolve } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError, messageOf } from '../../errors.ts';
import type { KubectlCommand } from '../../guard/kubectl/command.ts';
import type { KubeObject } from '../../object.ts';
import { readManifests } from '../../render/manifest.ts';
import { renderRoot } from '../../render/render.ts';
import type { Root } from '../../render/types.ts';

const STDIN = ['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'];
/** Milliseconds. */
const PATIENCE = 2000;
const NO_TARGET = { kubeVersion: null, apiVersions: [] };

/** Objects of `-f`, `-k` and standard input. What kubectl itself will refuse is left to it. */
export async function manifestsOf(
  { filenames, kustomize, recursive }: KubectlCommand,
  stdin: string | null,
  deps: Deps,
): Promise<readonly KubeObject[]> {
  const fetched = await Promise.all(filenames.filter(isUrl).map((url) => fetchText(url, deps)));
  const roots: readonly Root[] = [
    ...filenames
      .filter((file) => !isStdin(file) && !isUrl(file))
      .map((file) => ({ kind: 'plain', path: fromTop(file, deps), recurse: recursive }) as const),
    ...kustomize.map((dir) => ({ kind: 'kustomize', path: fromTop(dir, deps) }) as const),
  ];
  const rendered = await Promise.all(
    roots.map((root) => renderRoot(root, { dir: '/', id: null }, NO_TARGET, deps)),
  );
  const texts = [
    ...fetched,
    ...(stdin === null || !filenames.some(isStdin) ? [] : [{ from: 'standard input', text: stdin }]),
  ];
  const piped = texts.flatMap(({ from, text }) => readManifests(text, from, { strict: false }).manifests);
  return [...rendered.flatMap(({ manifests }) => manifests), ...piped].map(({ object }) => object);
}

export function isStdin(file: string): boolean {
  return STDIN.includes(file);
}

function isUrl(file: string): boolean {
  return /^https?:\/\//.test(file);
}

/** kubectl fetches it once more: what it gets then may be something else, which nobody can see beforehand. */
async function fetchText(
  url: string,
  { signal }: Deps,
): Promise<{ readonly from: string; readonly text: string }> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    return { from: url, text: await answer.text() };
  } catch (cause) {
    throw new ManifestError('NOT_READ', `${url} cannot be read: ${messageOf(cause)}`, {
      hint: `fetch it first: curl -fsSLO ${url}, then give the file`,
      cause,
    });
  }
}

function fromTop(path: string, { cwd }: Deps): string {
  return relative('/', resolve(cwd, path)) || '.';
}
