import { expect, test } from 'vitest';
import { helmOfImage } from '../../../src/push/bundled-helm.ts';

test.each([
  ['quay.io/argoproj/argocd:v3.0.23', 3],
  ['quay.io/argoproj/argocd:v2.14.2', 3],
  ['quay.io/argoproj/argocd:v3.6.0', 4],
  ['registry.example.com:5000/argoproj/argocd:v4.0.1', 4],
  ['ghcr.io/fluxcd/helm-controller:v1.4.3', 3],
  ['ghcr.io/fluxcd/helm-controller:v1.5.0', 4],
  ['ghcr.io/fluxcd/helm-controller:v0.37.4', 3],
  ['ghcr.io/fluxcd/helm-controller@sha256:0123', null],
  ['example.com/our-argocd:v3.6.0', null],
])('%s renders charts with Helm %s', (image, major) => {
  expect(helmOfImage(image)).toBe(major);
});
