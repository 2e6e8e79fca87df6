import type { Cluster } from '../servers/cluster.ts';
import { untilEstablished } from '../servers/established.ts';

/** The kinds of controllers as their projects define them, as far as names and scope go: no controller runs behind them. */
export const controllerCrd = (group: string, kind: string, version: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural(kind)}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, plural: plural(kind), singular: kind.toLowerCase() },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});

/** The kinds of Flux by which a Kustomization is deployed from an artifact. */
export async function installFluxKinds(cluster: Cluster): Promise<void> {
  for (const object of [
    controllerCrd('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
    controllerCrd('source.toolkit.fluxcd.io', 'GitRepository', 'v1'),
    controllerCrd('source.toolkit.fluxcd.io', 'ExternalArtifact', 'v1'),
    controllerCrd('source.extensions.fluxcd.io', 'ArtifactGenerator', 'v1beta1'),
  ]) {
    await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(object) });
    await untilEstablished(cluster, `crd/${object.metadata.name}`);
  }
}

function plural(kind: string): string {
  return `${kind.toLowerCase()}s`.replace(/ys$/, 'ies');
}
