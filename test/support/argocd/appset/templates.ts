import type { AppSetCase } from './case.ts';

const list = '- list: {elements: [{env: dev, num: "3"}]}';
const go = 'goTemplate: true';

export const templates: readonly AppSetCase[] = [
  {
    what: 'placeholders that nothing fills',
    generators: list,
    name: '{{env}}-{{ none }}',
    path: '{{}} {{ }} {{env}}{{env}} {{ENV}} {{.env}} }} {{ env}}',
    makes: ['dev-{{ none }} {{}} {{ }} devdev {{ENV}} {{.env}} }} dev'],
  },
  {
    what: 'a placeholder that is not closed',
    generators: list,
    name: '{{env}}',
    path: '{{env}} {{env',
    fails: /template\.spec\.source\.path: "\{\{env" has no closing \}\}/,
  },
  {
    what: 'braces over two lines',
    generators: list,
    name: '{{env}}',
    path: '"{{en\nv"',
    makes: ['dev "{{en\nv"'],
  },
  {
    what: 'keys and values everywhere',
    generators: list,
    name: '{{env}}',
    more: `
      template:
        metadata:
          labels: {"{{env}}": "{{num}}", fixed: a}
          annotations: {"example.com/{{env}}": "{{env}}!"}
          finalizers: ["keep-{{env}}"]
        spec:
          project: default
          source:
            repoURL: "https://{{env}}"
            helm:
              releaseName: "{{env}}"
              valueFiles: ["{{env}}.yaml"]
              parameters: [{name: "{{num}}", value: "{{env}}", forceString: true}]
              values: "a: {{env}}"
              valuesObject: {"{{env}}": [1, "{{num}}", {a: "{{env}}", b: null, c: true}]}
            kustomize: {images: ["a=b:{{num}}"], replicas: [{name: a, count: 3}, {name: b, count: "{{num}}"}], patches: [{patch: "{{env}}", target: {kind: "{{env}}"}, options: {force: true}}]}
            directory: {recurse: true, jsonnet: {tlas: [{name: a, value: "{{env}}", code: true}]}}
            plugin: {name: a, env: [{name: A, value: "{{env}}"}], parameters: [{name: a, string: "{{env}}"}, {name: b, array: ["{{env}}"]}, {name: c, map: {a: "{{env}}"}}]}
          syncPolicy: {automated: {prune: true}, syncOptions: ["A={{env}}"], retry: {limit: 3, backoff: {duration: 5s, factor: 2}}, managedNamespaceMetadata: {labels: {a: "{{env}}"}}}
          ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: ["/{{env}}"]}]
          info: [{name: a, value: "{{env}}"}]
          revisionHistoryLimit: 3
    `,
    makes: ['dev undefined'],
  },
  {
    what: 'fields that an Application does not have',
    generators: list,
    name: '{{env}}',
    more: 'template: {metadata: {generateName: a, unknown: b}, spec: {nonsense: "{{", source: {path: p, repoURL: r, other: 1}}}',
    makes: ['dev p'],
  },
  {
    what: 'several sources',
    generators: list,
    name: '{{env}}',
    more: 'template: {spec: {source: null, sources: [{repoURL: "https://a", ref: values}, {repoURL: "https://b", chart: "{{env}}", targetRevision: "{{num}}", helm: {valueFiles: [$values/a.yaml]}}]}}',
    makes: ['dev undefined'],
  },
  {
    what: 'a namespace of the template, which does not count',
    generators: list,
    name: '{{env}}',
    more: 'template: {metadata: {namespace: other}}',
    makes: ['dev x'],
  },
  {
    what: 'resources that are preserved',
    generators: list,
    name: '{{env}}',
    more: 'syncPolicy: {preserveResourcesOnDeletion: true}',
    makes: ['dev x'],
  },
  {
    what: 'a name that comes twice: the first is made',
    generators: '- list: {elements: [{env: a, p: "1"}, {env: a, p: "2"}, {env: b, p: "3"}]}',
    name: '{{env}}',
    path: '{{p}}',
    makes: ['a 1', 'b 3'],
  },
  {
    what: 'a template of the generator',
    generators: `
      - list:
          elements: [{env: a}]
          template:
            metadata: {labels: {own: "{{env}}", both: own}}
            spec:
              project: ""
              source: {path: own, helm: {parameters: [{name: own, value: a}], valuesObject: {own: {a: 1}}}, repoURL: "", targetRevision: ""}
              destination: {}
              syncPolicy: {automated: {prune: false}, syncOptions: []}
      - list: {elements: [{env: b}], template: {metadata: {}, spec: {destination: {namespace: other}}}}
    `,
    name: '{{env}}',
    more: `
      template:
        metadata: {labels: {general: "{{env}}", both: general}}
        spec:
          source: {repoURL: "https://general", path: general, helm: {parameters: [{name: general, value: b}], releaseName: r, valuesObject: {own: {b: 2}, general: 1}}}
          syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [A=b]}
    `,
    makes: ['a own', 'b general'],
  },
  {
    what: 'a template of a generator within a matrix, which does not count',
    generators: `
      - matrix:
          generators: [{list: {elements: [{a: "1"}], template: {metadata: {}, spec: {source: {path: lost}}}}}, {list: {elements: [{b: "2"}]}}]
          template: {metadata: {}, spec: {source: {path: matrix}}}
    `,
    name: '{{a}}{{b}}',
    makes: ['12 matrix'],
  },
];

export const patches: readonly AppSetCase[] = [
  {
    what: 'a patch',
    generators: '- list: {elements: [{env: dev, prune: true}, {env: prod, prune: false}]}',
    name: '{{ .env }}',
    more: `
      goTemplate: true
      templatePatch: |
        metadata:
          labels: {env: "{{ .env }}"}
          finalizers: [second, first, third]
        {{- if .prune }}
        spec:
          source: {path: patched, targetRevision: null}
          project: evil
          unknown: 1
          syncPolicy: {automated: {prune: {{ .prune }}, selfHeal: null}}
          info: [{name: a, value: b}]
        {{- end }}
      template: {metadata: {finalizers: [zero, first, last]}, spec: {info: [{name: x, value: x}], syncPolicy: {automated: {selfHeal: true}}}}
    `,
    makes: ['dev patched', 'prod x'],
  },
  {
    what: 'a patch without Go templates',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "spec: {source: {path: \\"{{env}}/{{num}}\\"}}"',
    makes: ['dev dev/3'],
  },
  {
    what: 'a patch that is JSON',
    generators: list,
    name: '{{env}}',
    more: `templatePatch: '{"spec": {"source": {"path": "j-{{env}}"}}}'`,
    makes: ['dev j-dev'],
  },
  {
    what: 'an empty patch',
    generators: list,
    name: '{{.env}}',
    more: `${go}\ntemplatePatch: "{{ if false }}x{{ end }}"`,
    makes: ['dev x'],
  },
  {
    what: 'a patch that replaces',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "spec: {source: {$patch: replace, repoURL: r, path: p}}"\ntemplate: {spec: {source: {repoURL: a, path: b, targetRevision: c}}}',
    makes: ['dev p'],
  },
  {
    what: 'a patch that adds values',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "spec: {source: {helm: {valuesObject: {b: {c: 1, d: null}}}}}"\ntemplate: {spec: {source: {repoURL: r, path: p, helm: {valuesObject: {a: {x: 1}, l: [1]}}}}}',
    makes: ['dev p'],
  },
  {
    what: 'a patch of values that are there already',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "spec: {source: {helm: {valuesObject: {a: {c: 1}}}}}"\ntemplate: {spec: {source: {repoURL: r, path: p, helm: {valuesObject: {a: {x: 1}}}}}}',
    fails: /templatePatch\.spec\.source\.helm\.valuesObject\.a cannot be merged/,
  },
  {
    what: 'a patch of the wrong type',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "spec: {syncPolicy: {automated: {prune: \\"true\\"}}}"',
    fails: /templatePatch\.spec\.syncPolicy\.automated\.prune must be true or false, not "true"/,
  },
  {
    what: 'a patch that is a list',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "- a"',
    fails: /templatePatch is no map/,
  },
  {
    what: 'a patch that is no YAML',
    generators: list,
    name: '{{env}}',
    more: 'templatePatch: "a: ["',
    fails: /templatePatch is no valid YAML/,
  },
];

export const goTemplates: readonly AppSetCase[] = [
  {
    what: 'a missing key, which is an error if it should be',
    generators: list,
    name: '{{ .env }}',
    path: '{{ .none }}',
    more: `${go}\ngoTemplateOptions: [missingkey=error]`,
    fails:
      /generators\[0\]\.list.*|template\.spec\.source\.path: "\{\{ \.none \}\}" cannot be evaluated: there is no none in \.none/,
  },
  {
    what: 'a missing key',
    generators: list,
    name: '{{ .env }}',
    path: '{{ .none }}',
    more: go,
    makes: ['dev <no value>'],
  },
  {
    what: 'a missing key as its zero',
    generators: list,
    name: '{{ .env }}',
    path: '{{ .none }}{{ default "d" .no }}',
    more: `${go}\ngoTemplateOptions: [missingkey=zero]`,
    makes: ['dev <no value>d'],
  },
  {
    what: 'the last of several options',
    generators: list,
    name: '{{ .env }}',
    path: '{{ .none }}',
    more: `${go}\ngoTemplateOptions: [missingkey=error, missingkey=default]`,
    makes: ['dev <no value>'],
  },
  {
    what: 'a template that cannot be read',
    generators: list,
    name: '{{ .env }',
    more: go,
    fails: /template\.metadata\.name: "\{\{ \.env \}" cannot be evaluated/,
  },
  {
    what: 'a function of the environment',
    generators: list,
    name: '{{ env "HOME" }}',
    more: go,
    fails: /Argo CD has no function env/,
  },
  {
    what: 'a function that nobody has',
    generators: list,
    name: '{{ lookup "v1" }}',
    more: go,
    fails: /function lookup is not defined/,
  },
  { what: 'fail', generators: list, name: '{{ fail "stop here" }}', more: go, fails: /stop here/ },
  {
    what: "Argo CD's own functions",
    generators: list,
    name: '{{ normalize "A_b.C" }}-{{ slugify 8 "one-two-three" }}',
    path: '{{ dict "a" (list 1 "x") | toYaml }} {{ (fromYaml "a: {b: 1}").a.b }} {{ fromYamlArray "[a]" }}',
    more: go,
    makes: ['a-b.c-one-two a:\n- 1\n- x 1 [a]'],
  },
  {
    what: 'parts that Helm people know',
    generators: list,
    name: '{{ .env | upper | lower | trunc 2 }}',
    path: '{{ ternary "a" "b" (eq .env "dev") }}/{{ printf "%03d" (int .num) }}/{{ .env | replace "d" "D" | quote }}',
    more: go,
    makes: ['de a/003/"Dev"'],
  },
];
