import { posix } from 'node:path';
import type { Push } from '../../../git/commits/view.ts';
import { possibleLayers } from '../../../render/kustomize/possible.ts';
import { isBelow, resolveIn } from '../../../render/tree-files.ts';
import type { Root } from '../../../render/types.ts';
import type { View } from '../../../view.ts';
import { isInChart } from './material.ts';

/**
 * The roots that a push may affect, told by names alone as far as that goes; whether it does costs a look into their
 * files, which most pushes need not.
 */
export async function mayBeAffected(
  roots: readonly Root[],
  { changed, base, head, settle }: Push,
): Promise<readonly Root[]> {
  const isPlain = base.paths !== null && head.paths !== null && !base.hasLinks && !head.hasLinks;
  // how files are laid out, and what Flux leaves out, may be written anywhere
  const isAnywhere = changed.some((path) =>
    /^\.(?:gitattributes|gitmodules|sourceignore)$/.test(posix.basename(path)),
  );
  if (!isPlain || isAnywhere) return roots;
  const ofChart = changed.some((path) => [base, head].some((view) => isInChart(posix.dirname(path), view)));
  const ofLayer = await settle(() => [base, head].some((view) => hasLayer(changed, view)));
  const mayRead = (root: Root): boolean => {
    if (root.sources?.some(mayRead) === true || ['jsonnet', 'command'].includes(root.kind)) return true;
    if (root.kind === 'kustomize' && ofLayer) return true;
    if (root.kind === 'helm' && ofChart) return true;
    const own = [root.path, ...(root.decidedBy ?? []), ...givenTo(root)].map((path) => resolveIn('.', path));
    return changed.some((path) => own.some((one) => isBelow(path, one)));
  };
  return roots.filter(mayRead);
}

function hasLayer(changed: readonly string[], view: View): boolean {
  return view.paths !== null && possibleLayers(changed, view.paths, view).size > 0;
}

/** Files and directories outside of its own. */
function givenTo({ path, helm, kustomize }: Root): readonly string[] {
  const components = (kustomize?.components ?? []).map((one) => resolveIn(path, one));
  return [...(helm?.values ?? []), ...(helm?.fileParameters ?? []).map((one) => one.path), ...components];
}
