import { isBelow } from '../../render/tree-files.ts';
import type { Root } from '../../render/types.ts';
import { takesFile } from './declares.ts';
import type { Scan } from './scan.ts';
import type { Unit } from './units.ts';

/** Whether an app deploys what a unit declares: then nobody else has to. */
export function coversUnit(root: Root, unit: Unit, scan: Scan): boolean {
  if (root.kind === 'sources') return (root.sources ?? []).some((part) => coversUnit(part, unit, scan));
  if (root.kind === 'unrendered' || root.helm?.chart !== undefined) return false;
  if (unit.root.kind !== 'plain' && root.path === unit.root.path) return true;
  const only = root.kustomize?.source?.only ?? ['.'];
  if (!only.some((one) => isBelow(unit.root.path, one))) return false;
  // what Flux finds below a directory that has no kustomization of its own
  if (root.kind === 'kustomize')
    return !scan.kustomizations.has(root.path) && isBelow(unit.root.path, root.path);
  return unit.files.length > 0 && unit.files.every((file) => takesFile(root, file));
}
