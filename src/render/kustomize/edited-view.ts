import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { GitopsError } from '../../errors.ts';
import { sameJson } from '../../object.ts';
import type { View } from '../../view.ts';
import { generated, listManifests } from '../flux/generate.ts';
import { sourceView } from '../flux/source-view.ts';
import { leaves, parsedYaml, resolveIn } from '../tree-files.ts';
import type { Root } from '../types.ts';
import { edited, edits } from './edit.ts';
import { KUSTOMIZATION_FILES } from './files.ts';

/**
 * The tree as a deployer builds it: with its changes in the root's kustomization. The same view where there is nothing
 * to change. Throws ManifestError where a change cannot be made.
 */
export function editedView(root: Root, git: View): View {
  const { kustomize } = root;
  const view = kustomize?.source === undefined ? git : sourceView(git, kustomize.source);
  if (!edits(kustomize)) return view;
  const { file, content } = kustomizationAt(root, view);
  // whoever builds it says what is wrong
  if (file === null || content === null) return view;
  const dir = posix.dirname(file);
  const isThere = (component: string) => {
    const path = resolveIn(dir, component);
    return !leaves(path) && view.kindOf(path) !== null;
  };
  const changed = edited(content, kustomize, isThere);
  if (view.kindOf(file) !== null && sameJson(changed, content)) return view;
  return withFile(view, file, JSON.stringify(changed, null, 2));
}

/** What is built: the kustomization of the root, or what Flux makes up where there is none. */
function kustomizationAt(root: Root, view: View) {
  const file = kustomizationOf(root, view);
  if (file !== null) return { file, content: parsedYaml(file, view) };
  const path = resolveIn('.', root.path);
  const isMadeUp = root.kustomize?.generate === true && view.kindOf(path) === 'directory';
  if (!isMadeUp) return { file, content: null };
  return {
    file: resolveIn(path, KUSTOMIZATION_FILES[0]),
    content: generated(path, listManifests(path, view)),
  };
}

/** The same; where a change cannot be made, the tree as it is. */
export function mostlyEditedView(root: Root, view: View): View {
  try {
    return editedView(root, view);
  } catch (error) {
    if (error instanceof GitopsError) return view;
    throw error;
  }
}

/** The kustomization of a root, relative to the tree; null: there is none. */
export function kustomizationOf({ path }: Root, view: View): string | null {
  const names = KUSTOMIZATION_FILES.map((name) => resolveIn(path, name));
  return names.find((name) => view.kindOf(name) === 'file') ?? null;
}

/** A view in which a file, there or not, by whatever path one comes to it, has another content. */
function withFile(view: View, file: string, text: string): View {
  const real = view.placeOf(file).path;
  const content = Buffer.from(text);
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const isIt = (path: string) => path === file || path === real;
  return {
    ...view,
    kindOf: (path) => (isIt(path) ? 'file' : view.kindOf(path)),
    placeOf: (path) => (isIt(path) ? { ...view.placeOf(path), kind: 'file' } : view.placeOf(path)),
    read: (path) => (isIt(path) ? content : view.read(path)),
    digest: (path) => (isIt(path) ? digest : view.digest(path)),
  };
}
