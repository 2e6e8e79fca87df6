import type { Deps } from '../deps.ts';
import { EXIT, GitopsError, UsageError, type Warning } from '../errors.ts';
import { mapLimit } from '../io.ts';
import { describe, groupOf, nameOf, namespaceOf } from '../object.ts';
import { renderRoot } from '../render/render.ts';
import { isForCluster } from '../render/sources.ts';
import type { Manifest, Target, Tree } from '../render/types.ts';
import { type App, keyOf } from './types.ts';

export interface Rendered {
  readonly app: App;
  readonly manifests: readonly Manifest[];
  /** What each deploy makes anew: never compared, but applied. */
  readonly perDeploy: readonly Manifest[];
  readonly digest: string | undefined;
  /** Why nothing of it could be rendered. */
  readonly problem?: GitopsError;
}

export interface AllRendered {
  readonly apps: readonly Rendered[];
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly Warning[];
}

const NO_TARGET: Target = { kubeVersion: null, apiVersions: [] };

/** Renders every app; one that does not render is a problem and hides no other. Only charts ask for the cluster. */
export async function renderApps(
  apps: readonly App[],
  tree: Tree,
  target: () => Promise<Target>,
  deps: Deps,
): Promise<AllRendered> {
  const problems: GitopsError[] = [];
  const warnings: Warning[] = [];
  const rendered = await mapLimit(apps, 4, async (app): Promise<Rendered> => {
    try {
      const rendering = await renderRoot(
        app.root,
        tree,
        isForCluster(app.root) ? await target() : NO_TARGET,
        deps,
      );
      problems.push(...rendering.problems);
      warnings.push(...rendering.warnings);
      const { manifests, perDeploy, digest } = rendering;
      return { app, manifests, perDeploy, digest };
    } catch (error) {
      if (
        !(error instanceof GitopsError) ||
        error.exitCode === EXIT.cancelled ||
        error.exitCode === EXIT.usage
      )
        throw error;
      problems.push(error);
      return { app, manifests: [], perDeploy: [], digest: undefined, problem: error };
    }
  });
  return { apps: rendered, problems, warnings };
}

/** Two roots that declare the same object cannot both be meant for one cluster: never guessed between. */
export function refuseOverlap(rendered: readonly Rendered[], defaultNamespace: string): void {
  const declared = new Map<string, Rendered>();
  for (const one of rendered) {
    for (const { object } of one.manifests) {
      const namespace = namespaceOf(object) ?? one.app.root.namespace ?? defaultNamespace;
      const key = keyOf(groupOf(object.apiVersion), object.kind, namespace, object.metadata.name);
      const other = declared.get(key);
      if (other !== undefined && other.app !== one.app) {
        if (one.app.controlled !== undefined && other.app.controlled !== undefined) continue;
        throw new UsageError(
          'AMBIGUOUS_ROOTS',
          `${describe(nameOf(object))} is rendered by ${other.app.root.path} and by ${one.app.root.path}`,
          {
            facts: rendered.map(
              ({ app, manifests }) => `  ${app.root.path}  (${app.root.kind}, ${manifests.length} objects)`,
            ),
            hint: `name the root that this cluster runs: kubectl gitops diff ./${one.app.root.path}`,
          },
        );
      }
      declared.set(key, one);
    }
  }
}
