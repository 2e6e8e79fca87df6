import type { JsonObject } from '../../../src/object.ts';

/** A repository and a Kustomization of it, whose path is `app` if it does not say otherwise. */
export interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly spec?: JsonObject;
  readonly ignore?: string;
  /** Data of the ConfigMap `vars`, and of the Secret `vars`. */
  readonly configMap?: Readonly<Record<string, string>>;
  readonly secret?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
}

const cm = (name: string, data = '{a: b}', more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${more}}\ndata: ${data}\n`;
const deployment = (name = 'web', image = 'web:1') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n` +
  `  template:\n    metadata: {labels: {app: ${name}}}\n    spec: {containers: [{name: c, image: "${image}"}]}\n`;
const kustomization = (text: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${text}\n`;
const substitute = (variables: JsonObject, more: JsonObject = {}) => ({
  postBuild: { substitute: variables, ...more },
});
const from = (...kinds: readonly string[]) => ({
  substituteFrom: kinds.map((kind) => ({ kind, name: 'vars' })),
});

/** What Flux builds of them is what we render. */
export const SAME: Readonly<Record<string, Case>> = {
  'a kustomization as it is': {
    files: {
      'app/kustomization.yaml': kustomization('resources: [a.yaml]\nnamePrefix: p-'),
      'app/a.yaml': cm('a'),
    },
  },
  'files beside it': {
    files: {
      'app/kustomization.yaml': kustomization('resources: [../b/a.yaml, ../b]'),
      'b/a.yaml': cm('a'),
      'b/kustomization.yaml': kustomization('resources: [c.yaml]'),
      'b/c.yaml': cm('c'),
    },
  },
  'a directory without one, and those below it': {
    files: {
      'app/a.yaml': cm('a'),
      'app/two.yml': `${cm('b')}---\n${cm('c')}`,
      'app/list.yaml':
        'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: l}}\n',
      'app/json.json': '{"kind": "ConfigMap"}',
      'app/empty.yaml': '# nothing\n',
      'app/.hidden/h.yaml': cm('h'),
      'app/deep/er/d.yaml': cm('d'),
      'app/own/kustomization.yml': kustomization('resources: [o.yaml]\nnameSuffix: -s'),
      'app/own/o.yaml': cm('o'),
      'app/own/not.yaml': cm('not'),
    },
  },
  'the whole repository': {
    files: {
      'a.yaml': cm('a'),
      '.github/workflow.yaml': 'on: push\n',
      'x/b.yaml': cm('b'),
      '.sops.yaml': 'creation_rules: []\n',
    },
    spec: { path: './' },
  },
  'what .sourceignore leaves out': {
    files: {
      'app/a.yaml': cm('a'),
      'app/tests/t.yaml': 'not: {a: manifest}\n',
      'app/.sourceignore': 'tests/\n',
    },
  },
  'what the source leaves out': {
    files: { 'app/a.yaml': cm('a'), 'app/b.yaml': cm('b'), 'other/c.yaml': cm('c') },
    spec: { path: '' },
    ignore: '/*\n!/app\n/app/b.yaml',
  },
  'a path that leads out of the source': { files: { 'app/a.yaml': cm('a') }, spec: { path: '../../app' } },
  'no manifest at all': { files: { 'app/README.md': '' } },
  'links, which are not there': {
    files: { 'app/a.yaml': cm('a'), 'elsewhere/b.yaml': cm('b') },
    links: { 'app/link.yaml': '../elsewhere/b.yaml', 'app/dir': '../elsewhere' },
  },
  'namespace, prefix and suffix': {
    files: {
      'app/kustomization.yaml': kustomization(
        'resources: [a.yaml]\nnamespace: n\nnamePrefix: a-\nnameSuffix: -b',
      ),
      'app/a.yaml': `${cm('a')}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n`,
    },
    spec: { targetNamespace: 'shop', namePrefix: 'x-', nameSuffix: '-y' },
  },
  'a namespace for what is made up': {
    files: { 'app/a.yaml': cm('a', '{}', ', namespace: other') },
    spec: { targetNamespace: 'shop' },
  },
  images: {
    files: {
      'app/kustomization.yaml': kustomization(
        'resources: [a.yaml, b.yaml, c.yaml, d.yaml]\nimages:\n- {name: web, newTag: "2", newName: reg/web}\n- {name: db, digest: "sha256:aaaa"}\n- {name: q, newTag: "9"}',
      ),
      'app/a.yaml': deployment('a', 'web:1'),
      'app/b.yaml': deployment('b', 'db:1'),
      'app/c.yaml': deployment('c', 'new:1'),
      'app/d.yaml': deployment('d', 'q:1'),
    },
    spec: {
      images: [
        { name: 'web', newTag: '3' },
        { name: 'db', newTag: '4' },
        { name: 'new', newName: 'old', digest: 'sha256:bbbb' },
        { name: 'q', newName: 'reg/q' },
      ],
    },
  },
  patches: {
    files: {
      'app/kustomization.yaml': kustomization('resources: [a.yaml]\npatches: [{path: p.yaml}]'),
      'app/a.yaml': deployment(),
      'app/p.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n',
    },
    spec: {
      patches: [
        {
          patch: '- {op: replace, path: /spec/replicas, value: 3}',
          target: { kind: 'Deployment', name: 'w.*' },
        },
        { patch: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, annotations: {x: y}}\n' },
        {
          patch: '$patch: delete\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n',
          target: { kind: 'Secret' },
        },
      ],
    },
  },
  components: {
    files: {
      'app/a.yaml': deployment(),
      'c/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [b.yaml]\nnamePrefix: c-\n',
      'c/b.yaml': cm('b'),
    },
    spec: { components: ['../c', '../gone'], ignoreMissingComponents: true },
  },
  'a kustomization without resources': {
    files: {
      'app/kustomization.yaml': kustomization(
        'configMapGenerator: [{name: g, literals: [a=b]}]\ngeneratorOptions: {disableNameSuffixHash: true}',
      ),
    },
  },
  'build metadata': {
    files: {
      'app/kustomization.yaml': kustomization('resources: [a.yaml]\nbuildMetadata: [transformerAnnotations]'),
      'app/a.yaml': cm('a'),
    },
    spec: { buildMetadata: ['originAnnotations'] },
  },
  'common metadata': {
    files: { 'app/a.yaml': cm('a', '{}', ', labels: {team: x, keep: y}') },
    spec: { commonMetadata: { labels: { team: 'a' }, annotations: { 'a/b': 'c' } } },
  },
  'variables as numbers, lists and maps': {
    files: {
      'app/a.yaml':
        'apiVersion: v1\nkind: Thing\nmetadata: {name: "${name}"}\nspec:\n  n: ${n}\n  quoted: "${n}"\n  text: web:${n}\n  list: ${list}\n  map: ${map}\n  items: ["${pair}", "${n}"]\n  none: ${none}\n  default: ${none:=5}\n  ${key}: 1\n',
    },
    spec: substitute({ name: 'web', n: '3', list: '[a, 1]', map: '{a: 1}', pair: 'a: b', key: 'k' }),
  },
  'variables in text of several lines': {
    files: {
      'app/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  one: |\n    a=${n}\n      b: "${q}"\n  two: |-\n    ${n}\n\n    end\n  three: "  ${n}\\nx\\n\\n"\n  four: "a\\t${n}\\n"\n  five: "trailing ${n} \\nx"\n  six: |\n    #!/bin/sh\n    echo $${HOME} $$ $1 $(x)\n',
    },
    spec: substitute({ n: '3', q: 'a"b' }),
  },
  'variables beside what needs quotes': {
    files: {
      'app/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: "- ${n}"\n  b: "${n}: "\n  c: "#${n}"\n  d: " ${n} "\n  e: "\'${n}\'"\n  f: "a # ${n}"\n  g: "{${n}}"\n  h: "a: ${n}"\n  i: "ü ${n} 😀"\n  j: "*${n}"\n  k: "${n}!"\n  l: "%${n}"\n  m: "a \\\\ ${n}"\n  n: "---${n}"\n',
    },
    spec: substitute({ n: '3' }),
  },
  'a long line with variables': {
    files: {
      'app/a.yaml': cm(
        'a',
        `{a: "${'word '.repeat(60)}\${n} ${'word '.repeat(60)}\${none:=${'of many words '.repeat(10)}}"}`,
      ),
    },
    spec: substitute({ n: '3' }),
  },
  'variables with line breaks': {
    files: { 'app/a.yaml': cm('a', '{a: "${n}"}') },
    spec: substitute({ n: 'a\nb\n' }),
  },
  'variables of the cluster, those it holds over them': {
    files: { 'app/a.yaml': cm('a', '{a: "${a} ${b} ${c}"}') },
    spec: substitute({ a: '1' }, from('ConfigMap', 'Secret')),
    configMap: { a: 'x', b: 'x', c: 'x' },
    secret: { a: 'y', b: 'y' },
  },
  'no variable, so that nothing is replaced': {
    files: { 'app/a.yaml': cm('a', '{a: "${a:=1} $${b}"}') },
    spec: { postBuild: {} },
  },
  'no variable, and replaced all the same': {
    files: { 'app/a.yaml': cm('a', '{a: "${a:=1} $${b}"}') },
    spec: { postBuild: { substituteStrategy: 'Always' } },
  },
  'objects that are left alone': {
    files: {
      'app/a.yaml': cm('a', '{a: "${.x}"}', ', labels: {kustomize.toolkit.fluxcd.io/substitute: disabled}'),
      'app/b.yaml': cm(
        'b',
        '{a: "${.x}"}',
        ', annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}',
      ),
      'app/c.yaml': cm('c', '{a: "${n}"}', ', labels: {kustomize.toolkit.fluxcd.io/substitute: Disabled}'),
    },
    spec: substitute({ n: '3' }),
  },
};

/** Flux refuses them: so do we, one way or the other. */
export const REFUSED: Readonly<Record<string, Case>> = {
  'a file that is not in the source': {
    files: {
      'app/kustomization.yaml': kustomization('resources: [a.yaml]'),
      'app/a.yaml': cm('a'),
      '.sourceignore': 'a.yaml\n',
    },
  },
  'a link': {
    files: { 'app/kustomization.yaml': kustomization('resources: [l.yaml]'), 'x.yaml': cm('a') },
    links: { 'app/l.yaml': '../x.yaml' },
  },
  'YAML that is no manifest': { files: { 'app/a.yaml': cm('a'), 'app/b.yaml': 'not: {a: manifest}\n' } },
  'a file outside of the repository': {
    files: { 'app/kustomization.yaml': kustomization('resources: [../../x.yaml]') },
  },
  'a chart': {
    files: {
      'app/kustomization.yaml': kustomization('helmCharts: [{name: c}]'),
      'app/charts/c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
    },
  },
  'a directory that is not there': { files: { 'app/a.yaml': cm('a') }, spec: { path: 'gone' } },
  'a component that is not there': { files: { 'app/a.yaml': cm('a') }, spec: { components: ['../gone'] } },
  'a component from elsewhere': {
    files: { 'app/a.yaml': cm('a') },
    spec: { components: ['https://example.com/c'] },
  },
  'an expression of another language': {
    files: { 'app/a.yaml': cm('a', '{a: "${{ x }}"}') },
    spec: substitute({ n: '3' }),
  },
  'a value that breaks the YAML': {
    files: { 'app/a.yaml': cm('a', '{a: "${n}"}') },
    spec: substitute({ n: 'a: b' }),
  },
  'a name that no variable may have': { files: { 'app/a.yaml': cm('a') }, spec: substitute({ 'a-b': '3' }) },
  'variables that are not there': {
    files: { 'app/a.yaml': cm('a') },
    spec: { postBuild: from('ConfigMap') },
  },
  'two objects of one name': { files: { 'app/a.yaml': cm('a'), 'app/b.yaml': cm('a') } },
};
