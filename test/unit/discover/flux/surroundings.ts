import type { Found, Reference, Surroundings } from '../../../../src/discover/flux/types.ts';
import { isObject, type KubeObject } from '../../../../src/object.ts';
import { checked } from '../../../../src/render/check.ts';
import { parseYaml, splitDocuments } from '../../../../src/source/bulk.ts';

/** The objects of a YAML stream. */
export function objects(text: string): readonly KubeObject[] {
  return splitDocuments(text).map(({ text: one }) => {
    const value = parseYaml(one, 'test');
    const status = isObject(value) && value.status !== undefined ? { status: value.status } : {};
    return { ...checked(value, { file: null, line: null }), ...status };
  });
}

export function object(text: string): KubeObject {
  const [only] = objects(text);
  if (only === undefined) throw new Error('no object');
  return only;
}

/** A cluster that holds these, whose Secrets named `forbidden` nobody may read; this repository is example.com/shop. */
export function surroundings(text = ''): Surroundings {
  const all = objects(text);
  const find = async ({ group, kind, namespace, name }: Reference): Promise<Found> => {
    if (name === 'forbidden') return 'unreadable';
    const found = all.find(
      (one) =>
        one.kind === kind &&
        (one.apiVersion.split('/')[0] === group || (group === '' && one.apiVersion === 'v1')) &&
        one.metadata.namespace === namespace &&
        one.metadata.name === name,
    );
    return found ?? 'absent';
  };
  return { isThis: (url) => url.includes('example.com/shop'), find };
}

const source = 'apiVersion: source.toolkit.fluxcd.io/v1';

export const SHOP = `
${source}
kind: GitRepository
metadata: {name: shop, namespace: flux-system}
spec: {url: ssh://git@example.com/shop, ref: {branch: main}}
---
${source}
kind: GitRepository
metadata: {name: other, namespace: flux-system}
spec: {url: https://example.com/other, ref: {branch: main}}
---
${source}
kind: OCIRepository
metadata: {name: packed, namespace: flux-system}
spec: {url: oci://ghcr.io/shop/manifests, ref: {tag: latest}}
status:
  artifact:
    revision: latest@sha256:aa
    metadata:
      org.opencontainers.image.source: https://example.com/shop.git
      org.opencontainers.image.revision: main@sha1:3f2c1aa03f2c1aa03f2c1aa03f2c1aa03f2c1aa0
---
${source}
kind: OCIRepository
metadata: {name: podinfo, namespace: flux-system}
spec: {url: oci://ghcr.io/stefanprodan/charts/podinfo, ref: {semver: 6.x}}
---
${source}
kind: OCIRepository
metadata: {name: pinned, namespace: flux-system}
spec: {url: oci://ghcr.io/stefanprodan/charts/podinfo, ref: {digest: "sha256:aa"}}
---
${source}
kind: HelmRepository
metadata: {name: bitnami, namespace: flux-system}
spec: {url: https://charts.example.com/bitnami/}
---
${source}
kind: HelmChart
metadata: {name: redis, namespace: flux-system}
spec: {chart: redis, version: 1.2.3, sourceRef: {kind: HelmRepository, name: bitnami}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: vars, namespace: flux-system}
data: {region: eu, cluster: prod, values.yaml: "a: {x: 1, z: [1]}\\nb: 1", port: "8080", none: "# to come\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: vars, namespace: flux-system}
data: {cluster: c3RhZ2luZw==, token: czNjcjN0}
---
apiVersion: v1
kind: Secret
metadata: {name: encrypted, namespace: flux-system}
data: {cluster: "ENC[AES256_GCM,data:x]"}
sops: {mac: x}
`;
