import { describe, expect, it } from 'vitest';
import { type JsonObject, objectAt } from '../../../src/object.ts';
import { type ArgoAppSetInput, argoAppSet } from '../../support/argocd/oracle.ts';
import { clusterSecret } from '../../support/argocd/resources.ts';
import { repository } from '../../support/repository.ts';

const url = 'https://git.example.com/fleet.git';
const files = {
  'apps/web/kustomization.yaml': 'resources: []\n',
  'apps/api/kustomization.yaml': 'resources: []\n',
  'apps/old/kustomization.yaml': 'resources: []\n',
  'envs/dev/config.json': '{"env": "dev", "cluster": {"replicas": 1}}',
  'envs/prod/config.json': '{"env": "prod", "cluster": {"replicas": 3}}',
};
const secrets = [
  clusterSecret({ name: 'dev', server: 'https://dev.example.com', labels: { tier: 'dev' } }),
  clusterSecret({ name: 'prod', server: 'https://prod.example.com', labels: { tier: 'prod' } }),
];

/** A generator and a template's name and path, as YAML would give them. */
const appSet = (generators: readonly JsonObject[], name: string, path: string, more: JsonObject = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
  metadata: { name: 'fleet', namespace: 'argocd' },
  spec: {
    generators,
    template: {
      metadata: { name },
      spec: {
        project: 'default',
        source: { repoURL: url, targetRevision: 'main', path },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
      },
    },
    ...more,
  },
});

async function made(applicationSet: JsonObject | string, more: Partial<ArgoAppSetInput> = {}) {
  const { dir } = repository(files);
  const { applications, ...rest } = await argoAppSet({
    applicationSet,
    repositories: { [url]: dir },
    secrets,
    ...more,
  });
  const apps = applications.map(
    ({ metadata, spec }) => `${objectAt(metadata).name} ${objectAt(spec, 'source').path}`,
  );
  return { apps, applications, ...rest };
}

const list = { list: { elements: [{ env: 'dev' }, { env: 'prod' }] } };
const directories = {
  git: {
    repoURL: url,
    revision: 'main',
    directories: [{ path: 'apps/*' }, { path: 'apps/old', exclude: true }],
  },
};
const gitFiles = { git: { repoURL: url, revision: 'main', files: [{ path: 'envs/*/config.json' }] } };

const cases: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  ['a list', appSet([list], 'shop-{{env}}', 'envs/{{env}}'), ['shop-dev envs/dev', 'shop-prod envs/prod']],
  [
    'directories of git',
    appSet([directories], '{{path.basename}}', '{{path}}'),
    ['api apps/api', 'web apps/web'],
  ],
  [
    'files of git',
    appSet([gitFiles], '{{env}}-{{cluster.replicas}}', '{{path}}'),
    ['dev-1 envs/dev', 'prod-3 envs/prod'],
  ],
  [
    'clusters by their labels',
    appSet(
      [{ clusters: { selector: { matchLabels: { tier: 'prod' } } } }],
      'on-{{name}}',
      '{{metadata.labels.tier}}',
    ),
    ['on-prod prod'],
  ],
  [
    'every directory on every cluster',
    appSet(
      [
        {
          matrix: { generators: [directories, { clusters: { selector: { matchLabels: { tier: 'dev' } } } }] },
        },
      ],
      '{{path.basename}}-{{name}}',
      '{{path}}',
    ),
    ['api-dev apps/api', 'web-dev apps/web'],
  ],
  [
    'a list that another overrides',
    appSet(
      [
        {
          merge: {
            mergeKeys: ['env'],
            generators: [
              {
                list: {
                  elements: [
                    { env: 'dev', at: 'envs/dev' },
                    { env: 'prod', at: 'envs/prod' },
                  ],
                },
              },
              { list: { elements: [{ env: 'prod', at: 'elsewhere' }] } },
            ],
          },
        },
      ],
      '{{env}}',
      '{{at}}',
    ),
    ['dev envs/dev', 'prod elsewhere'],
  ],
  [
    'a selector after the generator',
    appSet([{ ...list, selector: { matchLabels: { env: 'prod' } } }], '{{env}}', '{{env}}'),
    ['prod prod'],
  ],
  [
    'Go templates',
    appSet([list], '{{ .env | upper | lower }}', '{{ if eq .env "dev" }}a{{ else }}b{{ end }}', {
      goTemplate: true,
    }),
    ['dev a', 'prod b'],
  ],
  [
    'a patch of the template',
    appSet([list], '{{ .env }}', 'x', {
      goTemplate: true,
      templatePatch: 'spec:\n  source:\n    path: patched/{{ .env }}\n',
    }),
    ['dev patched/dev', 'prod patched/prod'],
  ],
];

describe('the Applications that Argo CD itself makes of', () => {
  it.each(cases)('%s', async (_, applicationSet, expected) => {
    const { apps, error } = await made(applicationSet);
    expect(error).toBeUndefined();
    expect(apps).toEqual(expected);
  });

  it('an ApplicationSet written as YAML', async () => {
    const source = JSON.stringify(appSet([list], '{{env}}', 'x'), null, 2);
    expect((await made(source)).apps).toEqual(['dev x', 'prod x']);
  });
});

describe('says why not', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a key that is missing',
      appSet([list], '{{ .nope }}', 'x', { goTemplate: true, goTemplateOptions: ['missingkey=error'] }),
      'map has no entry for key "nope"',
    ],
    [
      'a repository nobody knows',
      appSet(
        [{ git: { repoURL: 'https://x.example.com/y', revision: 'main', directories: [{ path: '*' }] } }],
        'a',
        'b',
      ),
      'repository not found',
    ],
  ])('%s', async (_, applicationSet, reason) => {
    const { error, apps, conditions } = await made(applicationSet);
    expect(error).toContain(reason);
    expect(apps).toEqual([]);
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'ErrorOccurred', status: 'True' }));
  });

  it('a name that comes twice: the first is made', async () => {
    const { error, apps } = await made(appSet([list], 'same', '{{env}}'));
    expect(error).toContain('duplicate name: same');
    expect(apps).toEqual(['same dev']);
  });
});
