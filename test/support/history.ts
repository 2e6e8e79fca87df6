import type { Root } from '../../src/render/types.ts';
import { type Dice, dice } from './generate.ts';

/** Files of a commit: text, or `link:TARGET`. */
export type Files = Map<string, string>;

export interface Step {
  readonly files: ReadonlyMap<string, string>;
  readonly roots: readonly Root[];
  /** What was done, for whoever reads a failure. */
  readonly done: readonly string[];
}

const cm = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: "${value}"\n`;
const deployment = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: 1\n  template:\n    metadata:\n      labels: {app: ${name}}\n    spec:\n      containers:\n      - name: web\n        image: web:1\n`;
const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
const patch = (value: number) => `- op: add\n  path: /metadata/labels\n  value: {n${value}: "${value}"}\n`;

/** A repository with everything that roots read in one way or another. */
const FIRST: Readonly<Record<string, string>> = {
  'README.md': 'read me 1\n',
  'bases/a/kustomization.yaml':
    'resources: [web.yaml]\nconfigMapGenerator:\n- name: gen\n  files: [motd.txt, key=../../shared/text.txt]\n',
  'bases/a/web.yaml': deployment('a'),
  'bases/a/motd.txt': 'hello 1\n',
  'bases/a/README.md': 'nobody reads this 1\n',
  'bases/b/kustomization.yml': 'resources:\n- ../a\n- extra.yaml\nnamePrefix: b-\n',
  'bases/b/extra.yaml': cm('extra', '1'),
  'bases/c/Kustomization': 'resources: [web.yaml]\nconfigMapGenerator:\n- {name: env, envs: [c.env]}\n',
  'bases/c/web.yaml': deployment('c'),
  'bases/c/c.env': 'A=1\nB=2\n',
  'bases/c/.gitattributes': '# nothing 1\n',
  'shared/text.txt': 'shared 1\n',
  'shared/linked.yaml': cm('linked', '1'),
  'shared/values.yaml': 'size: 1\n',
  'parts/zone/kustomization.yaml': `${component}patches:\n- path: zone.yaml\n  target: {kind: Deployment}\n`,
  'parts/zone/zone.yaml': patch(1),
  'parts/more/kustomization.yaml': `${component}resources: [more.yaml]\ncomponents: [../zone]\n`,
  'parts/more/more.yaml': cm('more', '1'),
  'overlays/one/kustomization.yaml': 'Resources: [../../bases/b]\nnamespace: one\n',
  'overlays/two/kustomization.yaml':
    'resources: [../../bases/c]\ncomponents: [../../parts/more]\npatches:\n- path: two.yaml\n  target: {kind: ConfigMap}\n',
  'overlays/two/two.yaml': patch(2),
  'overlays/two/notes.txt': 'nobody reads this 1\n',
  'overlays/three/kustomization.yaml':
    'resources: [../../alias, linked.yaml]\nreplacements: [{path: replace.yaml}]\n',
  'overlays/three/replace.yaml':
    'source: {kind: ConfigMap, name: linked, fieldPath: data.value}\ntargets:\n- select: {kind: Deployment}\n  fieldPaths: [metadata.annotations.value]\n  options: {create: true}\n',
  'overlays/three/linked.yaml': 'link:../../shared/linked.yaml',
  alias: 'link:bases/c',
  'overlays/four/kustomization.yaml':
    'resources: [../../bases/a]\ntransformers: [../../plugins]\ngenerators: [gen.yaml]\n',
  'overlays/four/gen.yaml':
    'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: made}\nname: made\nfiles: [made.txt]\n',
  'overlays/four/made.txt': 'made 1\n',
  'overlays/four/four.yaml': patch(4),
  'plugins/kustomization.yaml': 'resources: [patch.yaml]\n',
  'plugins/patch.yaml':
    'apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\npath: four.yaml\ntarget: {kind: Deployment}\n',
  'overlays/five/kustomization.yaml':
    'helmCharts:\n- name: db\n  releaseName: db\n  valuesFile: db.yaml\n  additionalValuesFiles: [more.yaml]\nresources: [../../bases/c]\n',
  'overlays/five/db.yaml': 'size: 2\n',
  'overlays/five/more.yaml': 'count: 2\n',
  'overlays/five/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 0.1.0\n',
  'overlays/five/charts/db/values.yaml': 'size: 1\ncount: 1\n',
  'overlays/five/charts/db/templates/cm.yaml': cm('db', '{{ .Values.size }}-{{ .Values.count }}'),
  'charts/web/Chart.yaml':
    'apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n- {name: lib, version: 0.1.0, repository: "file://../lib"}\n',
  'charts/web/values.yaml': 'size: 1\n',
  'charts/web/templates/cm.yaml': cm('web', '{{ .Values.size }}-{{ .Files.Get "files/a.txt" | trim }}'),
  'charts/web/files/a.txt': 'a 1\n',
  'charts/web/.helmignore': '*.bak\n# 1\n',
  'charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 0.1.0\n',
  'charts/lib/templates/cm.yaml': cm('lib', '1'),
  'charts/lib/README.md': 'chart 1\n',
  'charts/plain/Chart.yaml': 'apiVersion: v2\nname: plain\nversion: 0.1.0\n',
  'charts/plain/values.yaml': 'size: 1\n',
  'charts/plain/templates/cm.yaml': cm('plain', '{{ .Values.size }}'),
  'charts/plain/templates/linked.yaml': 'link:../../../shared/linked.yaml',
  'jsonnet/app/main.jsonnet':
    "local k = import 'k.libsonnet';\n[k.cm('a', '1'), k.cm('t', importstr '../../shared/text.txt')]\n",
  'jsonnet/other/a.jsonnet': "(import 'k.libsonnet').cm('o', '1')\n",
  'lib/k.libsonnet':
    "local v = import 'v.libsonnet';\n{ cm(name, value):: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name }, data: { value: value, v: v } } }\n",
  'vendor/v.libsonnet': "'1'\n",
  'plain/one.yaml': cm('one', '1'),
  'plain/README.md': 'nobody reads this 1\n',
  'plain/below/two.yaml': cm('two', '1'),
  'plain/linked.yaml': 'link:../shared/linked.yaml',
  'flux/one.yaml': cm('flux', '1'),
  'flux/below/two.yaml': cm('below', '1'),
  'flux/below/.sourceignore': '# nothing 1\n',
  'argo/app.yaml': cm('argo', '1'),
  'argo/app.json':
    '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"}, "data": {"value": "1"}}\n',
  'argo/only.jsonnet':
    "{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'j', labels: { n: '1' } } }\n",
  'env/prod.values': 'size: 3\n',
  'env/motd.txt': 'prod 1\n',
  'deep/a/one.yaml': cm('deep', '1'),
  'deep/b/skip.yaml': cm('skip', '1'),
  'docs/README.md': 'docs 1\n',
};

const ROOTS: readonly Root[] = [
  ...['one', 'two', 'three', 'four', 'five'].map(
    (name): Root => ({ kind: 'kustomize', path: `overlays/${name}` }),
  ),
  { kind: 'helm', path: 'charts/web', helm: { values: ['shared/values.yaml'] } },
  { kind: 'helm', path: 'charts/plain' },
  { kind: 'jsonnet', path: 'jsonnet/app' },
  { kind: 'jsonnet', path: 'jsonnet/other' },
  { kind: 'plain', path: 'plain' },
  { kind: 'plain', path: 'deep', recurse: true, exclude: ['**/skip.yaml'] },
  // as controllers configure them; each of its own directory, for roots are known by it here
  {
    kind: 'kustomize',
    path: 'bases/b',
    kustomize: {
      components: ['../../parts/zone'],
      patches: [
        {
          patch: '- {op: add, path: /metadata/annotations, value: {p: "1"}}',
          target: { kind: 'Deployment' },
        },
      ],
      images: [{ name: 'web', newTag: '2' }],
    },
  },
  {
    kind: 'kustomize',
    path: 'bases/c',
    kustomize: { components: ['../../parts/lacking', '../../parts/more'], ignoreMissingComponents: true },
  },
  { kind: 'kustomize', path: 'flux', kustomize: { generate: true, source: { ignore: null } } },
  { kind: 'plain', path: 'argo', directory: { include: '*.yaml' }, hooks: 'argocd' },
  {
    kind: 'sources',
    path: 'charts/lib',
    sources: [
      { kind: 'helm', path: 'charts/lib', helm: { release: 'both' } },
      {
        kind: 'helm',
        path: 'charts/plain',
        helm: {
          values: ['env/prod.values', 'env/lacking.yaml'],
          ignoreMissingValues: true,
          fileParameters: [{ name: 'size', path: 'env/motd.txt' }],
        },
      },
      { kind: 'jsonnet', path: 'argo', jsonnet: { files: ['argo/only.jsonnet'] } },
      { kind: 'kustomize', path: 'parts', kustomize: { generate: true, source: { ignore: '/parts/more' } } },
    ],
  },
];

/** A history that repeats for a seed. */
export function* history(seed: number, length: number): Generator<Step> {
  const chosen = dice(seed);
  const files: Files = new Map(Object.entries(FIRST));
  let roots = ROOTS;
  yield { files: new Map(files), roots, done: ['first'] };
  for (let commit = 1; commit < length; commit++) {
    const done: string[] = [];
    for (let left = chosen.pick([1, 1, 1, 2, 3]); left > 0; left--) {
      if (chosen.chance(0.04)) {
        roots = reconfigured(roots, chosen);
        done.push('roots');
      } else done.push(chosen.pick(OPERATIONS)(files, chosen, commit));
    }
    yield { files: new Map(files), roots, done };
  }
}

function reconfigured(roots: readonly Root[], { pick }: Dice): readonly Root[] {
  const root = pick(ROOTS);
  const others = roots.filter(({ path }) => path !== root.path);
  return pick([others, [...others, root], [...others, { ...root, namespace: pick(['x', 'y']) }]]);
}

type Operation = (files: Files, dice: Dice, commit: number) => string;

const edit: Operation = (files, { pick }, commit) => {
  const path = pick([...files.keys()]);
  const text = files.get(path) ?? '';
  if (text.startsWith('link:')) return retarget(files, { pick, chance: () => true }, commit);
  files.set(path, text.replace(/\d+(?=\D*$)/, String(commit)));
  return `edit ${path}`;
};

const comment: Operation = (files, { pick }, commit) => {
  const path = pick([...files.keys()].filter((one) => /\.(ya?ml|jsonnet)$/.test(one)));
  if (!files.get(path)?.startsWith('link:')) files.set(path, `# ${commit}\n${files.get(path)}`);
  return `comment ${path}`;
};

/** What is gone, or was spoilt, comes back: otherwise nothing would render any more. */
const restore: Operation = (files, { pick }) => {
  const missing = Object.keys(FIRST).filter((path) => files.get(path) !== FIRST[path]);
  const path = pick(missing.length === 0 ? Object.keys(FIRST) : missing);
  put(files, path, FIRST[path] ?? '');
  return `restore ${path}`;
};

const remove: Operation = (files, { pick }) => {
  const path = pick([...files.keys()]);
  files.delete(path);
  return `delete ${path}`;
};

const rename: Operation = (files, { pick, chance }) => {
  const path = pick([...files.keys()]);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const to = `${path.slice(0, -name.length)}renamed-${name}`;
  put(files, to, files.get(path) ?? '');
  files.delete(path);
  if (chance(0.7)) {
    for (const [other, text] of files) {
      const beside = other.slice(0, other.lastIndexOf('/') + 1) === path.slice(0, -name.length);
      if (beside && !text.startsWith('link:')) files.set(other, text.replaceAll(name, `renamed-${name}`));
    }
  }
  return `rename ${path}`;
};

const retarget: Operation = (files, { pick }) => {
  const link = pick(
    [...files]
      .filter(([, text]) => text.startsWith('link:'))
      .map(([path]) => path)
      .concat('alias'),
  );
  const targets =
    link === 'alias'
      ? ['bases/a', 'bases/c', 'bases/b', 'nowhere']
      : ['../../shared/linked.yaml', '../../bases/b/extra.yaml', '../linked.yaml'];
  put(files, link, `link:${pick(targets)}`);
  return `retarget ${link}`;
};

/** Files that are read because of where they stand, and some that nobody reads. */
const NEW = [
  'overlays/one/kustomization.yml',
  'overlays/two/kustomization.yaml',
  'bases/b/kustomization.yaml',
  'overlays/two/README.md',
  'charts/web/templates/new.yaml',
  'charts/plain/crds/new.yaml',
  'plain/new.yaml',
  'plain/below/new.yaml',
  'deep/a/new.yaml',
  'deep/c/d/new.yml',
  'deep/.hidden/new.yaml',
  'jsonnet/app/k.libsonnet',
  'jsonnet/other/main.jsonnet',
  'jsonnet/app/v.libsonnet',
  'lib/v.libsonnet',
  'docs/new.yaml',
  'flux/new.yaml',
  'flux/kustomization.yaml',
  'argo/new.yaml',
  'argo/new.txt',
  'env/lacking.yaml',
  'parts/lacking/kustomization.yaml',
  'shared/text.txt',
  'overlays/four/unread.yaml',
  'alias/web.yaml',
];

const add: Operation = (files, { pick }, commit) => {
  const path = pick(NEW);
  const kustomization = 'resources: [../../bases/a]\n';
  const text = /sonnet$/.test(path)
    ? `{ cm(a, b):: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: a } }, apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'n${commit}' } }\n`
    : cm(`new${commit}`, '1');
  put(files, path, /ustomization/.test(path) ? kustomization : text);
  return `add ${path}`;
};

const attributes: Operation = (files, { pick }) => {
  const dir = pick(['', 'bases/', 'bases/a/', 'shared/', 'docs/', 'overlays/four/', 'charts/web/']);
  put(files, `${dir}.gitattributes`, pick(['*.txt text eol=crlf\n', '*.txt -text\n', '']));
  return `attributes of ${dir}`;
};

const relink: Operation = (files, { pick }) => {
  const [path, to] = pick([
    ['bases/a', 'link:c'],
    ['overlays/two/two.yaml', 'link:../four/four.yaml'],
    ['shared/text.txt', 'link:../docs/README.md'],
    ['plugins', 'link:overlays/four'],
    ['lib', 'link:vendor'],
    ['charts/lib', 'link:plain'],
    ['deep/b', 'link:../plain/below'],
  ] as const);
  put(files, path, to);
  return `link ${path}`;
};

const OPERATIONS: readonly Operation[] = [
  ...[edit, edit, edit, edit, edit, edit, comment, restore, restore, restore, restore, restore],
  ...[remove, rename, rename, retarget, add, add, attributes, relink],
];

/** A file stands where nothing else can: neither below it nor above. */
function put(files: Files, path: string, text: string): void {
  for (const other of files.keys())
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  files.set(path, text);
}
