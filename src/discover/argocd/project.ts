import { isArray, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';

/** The project of an Application, and the namespace of its Argo CD: its own, or that of the project that lets it be. */
export function projectOf(
  app: KubeObject,
  projects: readonly KubeObject[],
): { readonly project: KubeObject | null; readonly home: string } {
  const own = namespaceOf(app) ?? '';
  const name = stringOr(objectAt(app.spec).project, 'default');
  const named = projects.filter(({ metadata }) => metadata.name === name);
  const project =
    named.find((one) => namespaceOf(one) === own) ??
    named.find(({ spec }) => {
      const { sourceNamespaces } = objectAt(spec);
      return isArray(sourceNamespaces) && sourceNamespaces.length > 0;
    }) ??
    null;
  return { project, home: project === null ? own : (namespaceOf(project) ?? own) };
}
