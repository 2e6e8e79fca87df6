import type { Root } from '../../src/render/types.ts';

export const prod: Root = { kind: 'kustomize', path: 'overlays/prod' };

/** A base, a component and an overlay that uses every way to change a field. */
export const shop = {
  'base/kustomization.yaml': `resources:
- web.yaml
- rest.yaml
configMapGenerator:
- name: settings
  literals:
  - colour=blue
  - size=3
  files:
  - motd.txt
`,
  'base/motd.txt': 'hello\n',
  'base/web.yaml': `# The shop.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  revisionHistoryLimit: 5
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: shop/web:1.0
        resources:
          limits:
            memory: 64Mi
        env:
        - name: MODE
          value: test
`,
  'base/rest.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
  ports:
  - port: 80
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ServiceAccount
  metadata:
    name: web
  automountServiceAccountToken: false
`,
  'parts/zone/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target: {kind: Deployment}
  patch: |-
    - op: add
      path: /spec/template/spec/priorityClassName
      value: high
`,
  'overlays/prod/kustomization.yaml': `namespace: shop
namePrefix: prod-
resources:
- ../../base
components:
- ../../parts/zone
images:
- name: shop/web
  newTag: "2.1"
replicas:
- name: web
  count: 4
labels:
- pairs:
    team: red
commonAnnotations:
  note: mine
configMapGenerator:
- name: settings
  behavior: merge
  literals:
  - size=9
patches:
- path: memory.yaml
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      revisionHistoryLimit: 7
`,
  'overlays/prod/memory.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        resources:
          limits:
            memory: 128Mi
`,
};

export function cm(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}
