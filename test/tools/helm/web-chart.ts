import type { Root } from '../../../src/render/types.ts';

export const root: Root = {
  kind: 'helm',
  path: 'charts/web',
  namespace: 'shop',
  helm: { release: 'shop', values: ['env/common.yaml', 'env/prod.yaml'] },
};

/** A chart with CRDs, hooks, a helper and a subchart. */
export const chart = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/values.yaml': `replicas: 1
image:
  name: shop/web
  tag: "1.0"
cache:
  size: 5
`,
  'charts/web/crds/cards.yaml': `${crd('cards')}---\n${crd('carts')}`,
  'charts/web/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  annotations: null
  labels:
    {{- include "web.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  paused: false
  minReadySeconds: {{ .Values.cache.size | int }}
  template:
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.name }}:{{ .Values.image.tag }}"
          imagePullPolicy: {{ .Values.pull | default "Always" | quote }}
`,
  'charts/web/templates/_helpers.tpl': '{{ define "web.labels" }}app: web{{ end }}\n',
  'charts/web/templates/monitor.yaml': `{{ if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web
  annotations: {kube: "{{ .Capabilities.KubeVersion }}"}
{{ end }}`,
  'charts/web/templates/hook.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: {helm.sh/hook: "pre-install,pre-upgrade"}
`,
  'charts/web/templates/tests/test.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: test
  annotations: {helm.sh/hook: test}
`,
  'charts/web/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 0.1.0\n',
  'charts/web/charts/cache/values.yaml': 'size: 1\nmode: lru\n',
  'charts/web/charts/cache/templates/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: cache
data:
  size: {{ .Values.size | quote }}
  mode: {{ .Values.mode }}
`,
  'env/common.yaml': 'replicas: 2\nimage: {tag: "2.0"}\n',
  'env/prod.yaml': 'replicas: 3\n',
};

function crd(plural: string): string {
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${plural}.shop\n`;
}
