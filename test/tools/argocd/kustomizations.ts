import { braced, type Cases, configMap, deployment } from './case.ts';

const kustomized = (kustomization: string) => ({
  'app/kustomization.yaml': kustomization,
  'app/web.yaml': deployment,
  'app/a.yaml': configMap('a'),
});

/** Kustomizations, and what an Application changes in them. */
export const kustomizations: Cases = {
  'a kustomization as it is': { files: kustomized('resources: [web.yaml, a.yaml]\nnamePrefix: my-\n') },
  'a kustomization by another name': {
    files: { 'app/Kustomization': 'resources: [a.yaml]\nnameSuffix: -x\n', 'app/a.yaml': configMap('a') },
    source: { kustomize: { namePrefix: 'p-' } },
  },
  'names and namespace are replaced, not composed': {
    files: kustomized('resources: [web.yaml, a.yaml]\nnamePrefix: my-\nnameSuffix: -s\nnamespace: mine\n'),
    source: { kustomize: { namePrefix: 'your-', nameSuffix: '-t', namespace: 'yours' } },
  },
  'images, by name': {
    files: kustomized(
      'resources: [web.yaml]\nimages:\n- {name: nginx, newName: caddy, newTag: "2"}\n- {name: registry.example/shop/web, newTag: "2.0"}\n',
    ),
    source: { kustomize: { images: ['registry.example/shop/web:3.0', 'nginx=*:4'] } },
  },
  'images of every form': {
    files: kustomized('resources: [web.yaml]\nimageTags: [{name: nginx, newTag: "1"}]\n'),
    source: {
      kustomize: {
        images: [
          'registry.example/shop/web=other.example:5000/web:2@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3',
          'nginx@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3',
        ],
      },
    },
  },
  'an image tagged with the app': {
    files: kustomized('resources: [web.yaml]\n'),
    source: { kustomize: { images: [`nginx=$ARGOCD_APP_NAME/nginx:${braced('SOURCE_TARGET_REVISION')}`] } },
  },
  'an image that is changed in nothing': {
    files: kustomized('resources: [web.yaml]\n'),
    source: { kustomize: { images: ['nginx'] } },
    refused: 'the image nginx is changed in nothing',
  },
  replicas: {
    files: kustomized('resources: [web.yaml]\nreplicas: [{name: web, count: 2}]\n'),
    source: { kustomize: { replicas: [{ name: 'web', count: '5' }] } },
  },
  'replicas as a number': {
    files: kustomized('resources: [web.yaml]\n'),
    source: { kustomize: { replicas: [{ name: 'web', count: 4 }] } },
  },
  'labels, into selectors too': {
    files: kustomized('resources: [web.yaml]\ncommonLabels: {team: a}\n'),
    source: { kustomize: { commonLabels: { app: braced('NAME'), quoted: '"true"' } } },
  },
  'a label that is there': {
    files: kustomized('resources: [web.yaml]\ncommonLabels: {team: a}\n'),
    source: { kustomize: { commonLabels: { team: 'b' } } },
    refused: 'the kustomization sets the label team itself',
  },
  'a label that is there, forced': {
    files: kustomized('resources: [web.yaml]\ncommonLabels: {team: a, keep: me}\n'),
    source: { kustomize: { commonLabels: { team: 'b' }, forceCommonLabels: true } },
  },
  'labels that leave selectors alone': {
    files: kustomized('resources: [web.yaml]\nlabels: [{pairs: {part: whole}, includeSelectors: false}]\n'),
    source: { kustomize: { commonLabels: { team: 'b', more: 'c' }, labelWithoutSelector: true } },
  },
  'labels in templates': {
    files: kustomized('resources: [web.yaml]\nlabels: [{pairs: {part: whole}}]\n'),
    source: {
      kustomize: { commonLabels: { team: 'b' }, labelWithoutSelector: true, labelIncludeTemplates: true },
    },
  },
  'labels in templates and selectors': {
    files: kustomized('resources: [web.yaml]\n'),
    source: { kustomize: { commonLabels: { team: 'b' }, labelIncludeTemplates: true } },
    refused: 'labels go into templates only where selectors are left alone',
  },
  annotations: {
    files: kustomized('resources: [web.yaml, a.yaml]\ncommonAnnotations: {own: a}\n'),
    source: { kustomize: { commonAnnotations: { app: '$ARGOCD_APP_NAME', price: '$$5' } } },
  },
  'annotations with variables': {
    files: kustomized('resources: [a.yaml]\ncommonAnnotations: {app: a}\n'),
    source: {
      kustomize: {
        commonAnnotations: { app: `${braced('NAME')}-$ARGOCD_APP_NAMESPACE-$NONE-$$5-$` },
        commonAnnotationsEnvsubst: true,
        forceCommonAnnotations: true,
      },
    },
  },
  'an annotation that is there': {
    files: kustomized('resources: [a.yaml]\ncommonAnnotations: {app: a}\n'),
    source: { kustomize: { commonAnnotations: { app: 'b' } } },
    refused: 'the kustomization sets the annotation app itself',
  },
  'patches after its own': {
    files: {
      ...kustomized(
        'resources: [web.yaml, a.yaml]\npatches:\n- patch: |\n    - {op: replace, path: /data/a, value: own}\n  target: {kind: ConfigMap}\n',
      ),
      'app/more.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: true}\n',
    },
    source: {
      kustomize: {
        patches: [
          { target: { kind: 'ConfigMap', name: 'a' }, patch: '- {op: replace, path: /data/a, value: app}' },
          { path: 'more.yaml' },
          {
            patch:
              'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers: [{name: proxy, env: [{name: A, value: b}]}]\n',
          },
          {
            target: { kind: 'ConfigMap' },
            patch: '- {op: replace, path: /metadata/name, value: renamed}',
            options: { allowNameChange: true },
          },
        ],
      },
    },
  },
  'components after its own': {
    files: {
      ...kustomized('resources: [web.yaml]\ncomponents: [../parts/one]\n'),
      'parts/one/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nreplicas: [{name: web, count: 5}]\n',
      'parts/two/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nreplicas: [{name: web, count: 7}]\n',
    },
    source: { kustomize: { components: ['../parts/one', '../parts/two'] } },
  },
  'components that are not there, passed over': {
    files: {
      ...kustomized('resources: [web.yaml]\n'),
      'parts/two/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: two-\n',
    },
    source: { kustomize: { components: ['../parts/none', '../parts/two'], ignoreMissingComponents: true } },
  },
  'a component that is not there': {
    files: kustomized('resources: [web.yaml]\n'),
    source: { kustomize: { components: ['../parts/none'] } },
    refused: 'kustomize cannot render app: ../parts/none does not exist',
  },
  'bases, generators and everything at once': {
    files: {
      'base/kustomization.yaml':
        'resources: [web.yaml]\nconfigMapGenerator: [{name: motd, files: [motd.txt]}]\n',
      'base/web.yaml': deployment,
      'base/motd.txt': 'hello\n',
      'app/kustomization.yml': 'bases: [../base]\nnamePrefix: a-\n',
    },
    source: {
      kustomize: {
        namePrefix: 'b-',
        images: ['nginx:9'],
        replicas: [{ name: 'web', count: 3 }],
        commonLabels: { team: 'x' },
        commonAnnotations: { y: 'z' },
        namespace: 'n',
      },
    },
  },
  'files above the kustomization': {
    files: { 'app/kustomization.yaml': 'resources: [../a.yaml]\n', 'a.yaml': configMap('a') },
    config: { 'kustomize.buildOptions': '' },
    refused: "kustomize cannot render app: security; file 'a.yaml' is not in or below 'app'",
  },
  'files above the kustomization, where Argo CD allows them': {
    files: { 'app/kustomization.yaml': 'resources: [../a.yaml]\n', 'a.yaml': configMap('a') },
    config: { 'kustomize.buildOptions': '--load-restrictor LoadRestrictionsNone' },
  },
  'charts of a kustomization': {
    files: {
      'app/kustomization.yaml': 'helmCharts:\n- name: web\n  releaseName: shop\n',
      'app/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'app/charts/web/values.yaml': '{}\n',
      'app/charts/web/templates/cm.yaml': configMap(
        '{{ .Release.Name }}',
        '{kube: {{ .Capabilities.KubeVersion }}, has: "{{ .Capabilities.APIVersions.Has "x.example/v1" }}"}',
      ),
    },
    source: { kustomize: { kubeVersion: '1.30.2', apiVersions: ['x.example/v1'] } },
    config: { 'kustomize.buildOptions': '--enable-helm' },
  },
  'charts of a kustomization that is changed': {
    files: {
      'app/kustomization.yaml': 'helmCharts:\n- name: web\n  releaseName: shop\nresources: [a.yaml]\n',
      'app/a.yaml': configMap('a'),
      'app/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'app/charts/web/values.yaml': '{}\n',
      'app/charts/web/templates/cm.yaml': configMap('{{ .Release.Name }}'),
    },
    source: { kustomize: { namePrefix: 'x-', commonLabels: { team: 'a' } } },
    config: { 'kustomize.buildOptions': '--enable-helm' },
  },
  'charts, where Argo CD does not build them': {
    files: {
      'app/kustomization.yaml': 'helmCharts:\n- name: web\n  releaseName: shop\n',
      'app/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    },
    refused: 'kustomize cannot render app: its charts are not built',
  },
  'a kustomization that Argo CD may not build': {
    files: kustomized('resources: [web.yaml]\nnamePrefix: my-\n'),
    config: { 'kustomize.enable': 'false' },
  },
  'what a file beside it says of the source': {
    files: {
      ...kustomized('resources: [web.yaml]\n'),
      'app/.argocd-source.yaml': 'kustomize: {images: ["nginx:7"], namePrefix: all-}\npath: elsewhere\n',
      'app/.argocd-source-shop.yaml':
        'kustomize:\n  images: ["registry.example/shop/web:8"]\n  commonLabels: null\n',
      'app/.argocd-source-other.yaml': 'kustomize: {namePrefix: other-}\n',
    },
    source: { kustomize: { commonLabels: { a: 'b' }, nameSuffix: '-s' } },
  },
  'a file beside it that is no source': {
    files: {
      ...kustomized('resources: [web.yaml]\n'),
      'app/.argocd-source.yaml': 'kustomize: {images: 5}\n',
    },
    refused: 'images of the source should be a list of texts',
  },
};
