import { posix } from 'node:path';
import { resolveIn } from '../../../render/tree-files.ts';
import type { View } from '../../../view.ts';

/** What some app may be made of that nobody here knows yet. */
const MATERIAL = /\.(?:ya?ml|json|jsonnet|libsonnet)$|(?:^|\/)(?:Kustomization|\.sourceignore)$/;
/** What tools keep for themselves, in the same formats. */
const OTHERS =
  /(?:^|\/)(?:\.[^/]+\/.*|\.(?!sourceignore$)[^/]*|package(?:-lock)?\.json|tsconfig[^/]*\.json|pnpm-lock\.yaml)$/;

/** Whether a path, there or not, may be read by an app that is made of what stands in a tree. */
export function isMaterial(path: string, view: View): boolean {
  if (OTHERS.test(path)) return false;
  return MATERIAL.test(path) || isInChart(posix.dirname(path), view);
}

/** Whether a directory, or one above it, is a chart. */
export function isInChart(dir: string, view: View): boolean {
  if (view.kindOf(resolveIn(dir, 'Chart.yaml')) === 'file') return true;
  return dir !== '.' && isInChart(posix.dirname(dir), view);
}
