import type { RegisteredCluster } from '../resources.ts';

/** The repository that every case reads. */
export const files: Readonly<Record<string, string>> = {
  'apps/web/kustomization.yaml': 'resources: []\n',
  'apps/web/overlays/prod/kustomization.yaml': 'resources: []\n',
  'apps/api/kustomization.yaml': 'resources: []\n',
  'apps/old/kustomization.yaml': 'resources: []\n',
  'apps/My_App/kustomization.yaml': 'resources: []\n',
  'apps/.hidden/inner/kustomization.yaml': 'resources: []\n',
  'a-file.yaml': 'at: root\n',
  'envs/dev/config.json': '{"env": "dev", "cluster": {"replicas": 1, "zones": ["a", "b"]}}',
  'envs/prod/config.json': '{"env": "prod", "cluster": {"replicas": 3, "zones": ["a", "b"]}}',
  'envs/prod/deep/config.json': '{"env": "deep"}',
  'lists/two.yaml': '- env: one\n- env: two\n  path: own\n  values: {a: file}\n',
  'lists/empty.yaml': '',
  'lists/none.yaml': '[]\n',
  'lists/null.yaml': '- null\n- env: x\n',
  'types.yaml':
    'env: types\nint: 3\nbig: 1234567\nhuge: 12345678901234567890\nfloat: 1.50\nyes: yes\noctal: 0644\nnothing: null\nempty: {}\nnone: []\nlist: [1, [2, {a: b}]]\ntext: "3"\ndate: 2001-01-01\n1: number\n',
  'documents.yaml': 'env: first\n---\nenv: second\n',
  'bad/scalar.yaml': 'just text\n',
  'bad/mixed.yaml': '- a: 1\n- text\n',
  'bad/broken.yaml': 'a: [1\n',
  'Odd Name/Über.File.yaml': 'env: odd\n',
};

/** In the order of the names of their Secrets. */
export const clusters: readonly RegisteredCluster[] = [
  {
    name: 'Prod_EU',
    server: 'https://prod.example.com',
    labels: { tier: 'prod', region: 'eu' },
    annotations: { 'acme.io/rank': '7' },
    project: 'default',
  },
  { name: 'dev', server: 'https://dev.example.com', labels: { tier: 'dev' } },
];
