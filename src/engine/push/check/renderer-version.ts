import { listAll } from '../../../cluster/live.ts';
import type { Deps } from '../../../deps.ts';
import type { Deployer } from '../../../drift/types.ts';
import { ClusterError } from '../../../errors.ts';
import { isArray, objectAt, stringOr } from '../../../object.ts';
import { type HelmMajor, helmOfImage } from '../../../push/bundled-helm.ts';
import { helmMajorHere } from '../../../render/helm/version.ts';
import type { DeployedApps } from '../../deployers/deployed.ts';
import type { Suspicion } from '../../compare/inspect.ts';
import type { App, Cluster } from '../../types.ts';
import type { Tell } from '../types.ts';

interface Other {
  readonly major: HelmMajor;
  readonly who: string;
}

/** Charts that somebody else renders with another major version of Helm than is here: they may come out otherwise. */
export async function checkRendererVersion(
  apps: readonly App[],
  suspicions: readonly Suspicion[],
  deployed: DeployedApps['of'],
  cluster: Cluster,
  deps: Deps,
  tell: Tell,
): Promise<void> {
  const charts = apps.filter(({ root }) => root.kind === 'helm');
  if (charts.length === 0) return;
  const asked = new Map<Deployer, Promise<Other | null>>();
  const bundled = (deployer: Deployer) => {
    const known = asked.get(deployer) ?? bundledWith(deployer, cluster);
    asked.set(deployer, known);
    return known;
  };
  const told = new Set<string>();
  for (const app of charts) {
    const mark = deployed.get(app)?.mark;
    if (mark === undefined) continue;
    const { deployer } = mark;
    const theirs = deployer === 'helm' ? releasedBy(app, suspicions) : await bundled(deployer);
    const here = theirs === null ? null : await helmMajorHere(deps);
    if (theirs === null || here === null || theirs.major === here || told.has(theirs.who)) continue;
    told.add(theirs.who);
    tell({
      code: 'RENDERER_VERSION',
      root: app.root.path,
      object: null,
      path: null,
      message: `rendered here by Helm ${here}, and by ${theirs.who} with Helm ${theirs.major}: what comes out may differ`,
      hint: `put a Helm ${theirs.major} first in PATH`,
      source: null,
    });
  }
}

/** Helm 3 updates, Helm 4 applies: the release's own objects tell. */
function releasedBy(app: App, suspicions: readonly Suspicion[]): Other | null {
  const [entry] = suspicions.find(({ item }) => item.app === app)?.evaluation.deployer ?? [];
  if (entry?.manager !== 'helm') return null;
  return { major: entry.operation === 'Apply' ? 4 : 3, who: 'whoever released it' };
}

const WORKLOADS: Readonly<Partial<Record<Deployer, readonly [selector: string, name: string]>>> = {
  argocd: ['app.kubernetes.io/name=argocd-repo-server', 'Argo CD'],
  flux: ['app.kubernetes.io/component=helm-controller', 'Flux'],
};

async function bundledWith(deployer: Deployer, { http, discovery }: Cluster): Promise<Other | null> {
  const [labelSelector, who] = WORKLOADS[deployer] ?? [];
  const resource = discovery.find('apps/v1', 'Deployment');
  if (labelSelector === undefined || who === undefined || resource === undefined) return null;
  try {
    const [found] = await listAll(http, resource, null, { labelSelector });
    const { containers } = objectAt(found?.spec, 'template', 'spec');
    const images = isArray(containers) ? containers.map((one) => stringOr(objectAt(one).image, '')) : [];
    const [major] = images.flatMap((image) => helmOfImage(image) ?? []);
    return major === undefined ? null : { major, who };
  } catch (error) {
    // who may not see the deployer cannot tell what it bundles
    if (error instanceof ClusterError) return null;
    throw error;
  }
}
