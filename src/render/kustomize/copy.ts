import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { ManifestError } from '../../errors.ts';
import type { View } from '../../view.ts';
import { withCopy, withScratch } from '../program/program.ts';
import type { Root, Tree } from '../types.ts';
import { kustomizationOf } from './edited-view.ts';

/**
 * Work in a copy of a tree in which the root's kustomization is as `view` has it; `path`: where the root is there.
 * `inputs`: all that the build reads; null: it is not known.
 */
export async function withEdited<T>(
  root: Root,
  tree: Tree,
  view: View,
  inputs: readonly string[] | null,
  work: (copy: string, path: string) => Promise<T>,
): Promise<T> {
  const { file, path } = placeOf(root, view);
  // most roots read a few files: of those alone a copy is made soon
  if (inputs?.every((one) => view.placeOf(one).via.length === 0) === true) {
    return withScratch(async (scratch) => {
      for (const one of inputs) await put(scratch, one, view);
      return work(scratch, path);
    });
  }
  const isWanted = (one: string) => root.kustomize?.source === undefined || view.kindOf(one) !== null;
  return withCopy(
    tree.dir,
    async (copy) => {
      await put(copy, file, view);
      return work(copy, path);
    },
    isWanted,
  );
}

/** Where the kustomization really is: what a link leads to outside is not to be written. */
function placeOf(root: Root, view: View): { readonly file: string; readonly path: string } {
  const file = kustomizationOf(root, view);
  const place = file === null ? null : view.placeOf(file);
  if (place?.kind === 'file' && place.lost === null)
    return { file: place.path, path: posix.dirname(place.path) };
  throw new ManifestError('UNREADABLE', `the kustomization of ${root.path} leads out of the repository`, {
    hint: 'put the file itself there',
  });
}

async function put(copy: string, file: string, view: View): Promise<void> {
  const content = view.read(file);
  if (content === undefined) return;
  const to = join(copy, file);
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true });
  await writeFile(to, content, { flag: 'wx', mode: 0o600 });
}
