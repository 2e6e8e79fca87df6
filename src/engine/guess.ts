import type { Warning } from '../errors.ts';
import { UsageError } from '../errors.ts';
import type { Inspection } from './compare/inspect.ts';
import type { Rendered } from './render.ts';

/**
 * Roots that nobody named: those of which this cluster runs nothing are meant for another, and left out with a word.
 * Throws UsageError where the cluster runs none of several: then which one is meant cannot be told.
 */
export function leaveOut(
  inspection: Inspection,
  guessed: boolean,
  rendered: readonly Rendered[],
): Inspection & { readonly warnings: readonly Warning[] } {
  if (!guessed) return { ...inspection, warnings: [] };
  const living = new Map(rendered.map(({ app }) => [app, 0]));
  const present = [
    ...inspection.clean,
    ...inspection.suspicious.map(({ item }) => item),
    ...inspection.failed.map(({ item }) => item),
  ];
  for (const { app } of present) living.set(app, (living.get(app) ?? 0) + 1);
  const dead = rendered.filter(({ app, manifests }) => living.get(app) === 0 && manifests.length > 0);
  if (dead.length === rendered.length) {
    throw new UsageError(
      'AMBIGUOUS_ROOTS',
      'this repository has several roots, and this cluster runs nothing of any',
      {
        facts: rendered.map(
          ({ app, manifests }) =>
            `  ${app.root.path}  (${app.root.kind}, ${manifests.length} objects, 0 live here)`,
        ),
        hint: `name the one that is meant: kubectl gitops diff ./${rendered[0]?.app.root.path ?? ''}`,
      },
    );
  }
  const left = new Set(dead.map(({ app }) => app));
  return {
    ...inspection,
    absent: inspection.absent.filter(({ app }) => !left.has(app)),
    warnings: dead.map(({ app, manifests }) => ({
      code: 'ROOT_NOT_DEPLOYED',
      message: `${app.root.path} is left out: nothing of its ${manifests.length} objects is in this cluster`,
      hint: `if it is meant to be: kubectl gitops diff ./${app.root.path}`,
    })),
  };
}
