import { IN_CLUSTER } from './in-cluster.ts';
import { isArray, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { ControlledApp } from '../types.ts';
import { readApplication } from './application.ts';
import { projectOf } from './project.ts';
import type { ArgoSettings } from './settings.ts';
import type { Surroundings } from './types.ts';

/** The cluster that an Argo CD runs in, as Applications write it. */

export interface ArgoSurroundings extends Pick<Surroundings, 'view' | 'isThis'> {
  readonly commit: string | null;
  readonly projects: readonly KubeObject[];
  /** argocd-cm of the Argo CD that lives in a namespace; null: it could not be read. */
  readonly settingsOf: (home: string) => ArgoSettings | null;
}

/** An app, and whether its own source is this repository. */
export type OwnApp = ControlledApp & { readonly isOurs: boolean };

/** The app that an Application declares. Never throws GitopsError. */
export function argoApp(object: KubeObject, parent: string | null, where: ArgoSurroundings): OwnApp {
  const { home } = projectOf(object, where.projects);
  const namespace = namespaceOf(object) ?? '';
  const { name } = object.metadata;
  const instance = namespace === home ? name : `${namespace}_${name}`;
  const read = readApplication(object, { ...where, settings: where.settingsOf(home), instance });
  return {
    id: `argocd/${instance}`,
    deployer: 'argocd',
    object,
    root: read.root,
    revision: read.revision,
    destination: isInCluster(read.destination) ? null : read.destination,
    parent,
    dependsOn: [],
    warnings: read.warnings,
    isOurs: sourceUrls(object).some(where.isThis),
  };
}

function isInCluster(destination: ControlledApp['destination']): boolean {
  const { server = null, name = null } = destination ?? {};
  return name === 'in-cluster' || (name === null && (server === null || server === IN_CLUSTER));
}

function sourceUrls({ spec }: KubeObject): readonly string[] {
  const { source, sources, sourceHydrator } = objectAt(spec);
  const hydrator = objectAt(sourceHydrator);
  const all = [source, ...(isArray(sources) ? sources : []), hydrator.drySource, hydrator.syncSource];
  return all.flatMap((one) => stringOr(objectAt(one).repoURL, []));
}
