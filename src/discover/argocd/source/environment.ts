import { type JsonObject, type KubeObject, objectAt } from '../../../object.ts';
import { isChart, repositoryOf } from './described.ts';
import { textAt } from '../fields.ts';
import type { Surroundings } from '../types.ts';

/** Variables that Argo CD puts into parts of a source. */
export type BuildEnvironment = Readonly<Record<string, string>>;

/**
 * `$NAME` and `${NAME}` as Argo CD replaces them (Go's os.Expand): a variable that is not there becomes nothing, `$$` is a
 * dollar sign, a dollar sign before anything else stays.
 */
export function withVariables(text: string, environment: BuildEnvironment): string {
  return text.replace(
    /\$(?:\{([^}]*)\}|([*#$@!?\-0-9])|([A-Za-z_][A-Za-z0-9_]*)|\{)/g,
    (_, braced?: string, special?: string, plain?: string) => {
      const name = braced ?? special ?? plain ?? '';
      if (name === '$') return '$';
      return Object.hasOwn(environment, name) ? (environment[name] ?? '') : '';
    },
  );
}

/** Whether a text asks for the commit, which is not known before there is one. */
export function asksForRevision(text: string): boolean {
  return /\$\{?ARGOCD_APP_REVISION/.test(text);
}

/** The variables of one source. A commit that is not known is empty. */
export function environmentOf(
  app: KubeObject,
  source: JsonObject,
  surroundings: Surroundings,
): BuildEnvironment {
  const spec = objectAt(app, 'spec');
  const revision = isChart(source) ? textAt(source, 'targetRevision') : (surroundings.commit ?? '');
  return {
    ARGOCD_APP_NAME: surroundings.instance ?? app.metadata.name,
    ARGOCD_APP_NAMESPACE: textAt(objectAt(spec, 'destination'), 'namespace'),
    ARGOCD_APP_PROJECT_NAME: textAt(spec, 'project') || 'default',
    ARGOCD_APP_REVISION: revision,
    ARGOCD_APP_REVISION_SHORT: revision.slice(0, 7),
    ARGOCD_APP_REVISION_SHORT_8: revision.slice(0, 8),
    ARGOCD_APP_SOURCE_REPO_URL: repositoryOf(source),
    ARGOCD_APP_SOURCE_PATH: textAt(source, 'path'),
    ARGOCD_APP_SOURCE_TARGET_REVISION: textAt(source, 'targetRevision'),
  };
}
