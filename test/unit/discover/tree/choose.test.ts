import { describe, expect, it } from 'vitest';
import { chooseEntries } from '../../../../src/discover/tree/choose.ts';
import { placesOf } from '../../../../src/discover/tree/places.ts';
import { byCluster } from '../../../../src/discover/tree/rivals.ts';
import type { Entry } from '../../../../src/discover/tree/types.ts';
import type { ControlledApp } from '../../../../src/discover/types.ts';

/** `root=apps/prod`: an app of that name which deploys that directory; `root=apps/prod@URL`: to another cluster. */
function entry(path: string, ...apps: readonly string[]): Entry {
  return { path, apps: apps.map(app), warnings: [] };
}

function app(text: string): ControlledApp {
  const [id = '', place = ''] = text.split('=');
  const [path = '', server] = place.split('@');
  return {
    id,
    deployer: 'argocd',
    object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: id } },
    root: { kind: 'plain', path },
    revision: null,
    destination: server === undefined ? null : { server, name: null },
    dependsOn: [],
    parent: null,
    warnings: [],
  };
}

const prod = entry('clusters/prod', 'flux=clusters/prod', 'apps=apps/prod');
const staging = entry('clusters/staging', 'flux=clusters/staging', 'apps=apps/staging');

/** Of several in one directory of `clusters/`. */
const merged = (name: string) =>
  byCluster([
    entry(`clusters/${name}/flux-system`, 'flux=flux'),
    entry(`clusters/${name}/infra/base`, 'dns=infra/dns', 'tls=infra/tls'),
    entry(`clusters/${name}/infra/more`, 'logs=infra/logs'),
  ]);

const cases: readonly {
  readonly what: string;
  readonly entries: readonly Entry[];
  readonly names?: readonly string[];
  readonly live?: readonly string[];
  readonly paths?: readonly string[];
  readonly chosen: readonly string[] | 'ambiguous';
}[] = [
  { what: 'the only one', entries: [prod], chosen: ['clusters/prod'] },
  { what: 'two of which nothing is known', entries: [prod, staging], chosen: 'ambiguous' },
  {
    what: 'the one called like the context',
    entries: [prod, staging],
    names: ['prod'],
    chosen: ['clusters/prod'],
  },
  {
    what: 'a context that is merely called alike',
    entries: [prod, staging],
    names: ['prod-eu', 'admin@prod'],
    chosen: 'ambiguous',
  },
  {
    what: 'the one that the cluster runs, whatever it is called',
    entries: [prod, staging],
    names: ['prod'],
    live: ['flux=clusters/staging'],
    chosen: ['clusters/staging'],
  },
  {
    what: 'what could not be read of another environment is no news of the chosen one',
    entries: [prod, staging, entry('sets/prod'), entry('sets/staging'), entry('sets/common')],
    names: ['prod'],
    chosen: ['clusters/prod', 'sets/prod', 'sets/common'],
  },
  {
    what: 'what could not be read is told where nothing is chosen, and where it is asked for',
    entries: [prod, entry('sets/staging')],
    chosen: ['clusters/prod', 'sets/staging'],
  },
  {
    what: 'what both have in common tells nothing',
    entries: [
      entry('clusters/prod', 'flux=clusters/prod', 'infra=infra'),
      entry('clusters/staging', 'flux=clusters/staging', 'infra=infra'),
    ],
    live: ['infra=infra'],
    chosen: 'ambiguous',
  },
  {
    what: 'the one that is named, against everything',
    entries: [prod, staging],
    names: ['staging'],
    live: ['flux=clusters/staging'],
    paths: ['clusters/prod'],
    chosen: ['clusters/prod'],
  },
  {
    what: 'the one that a directory within it is named of, where several were made one',
    entries: [...merged('prod'), ...merged('staging')],
    names: ['staging'],
    paths: ['clusters/prod/infra/base'],
    chosen: ['clusters/prod'],
  },
  {
    what: 'none of a directory beside it',
    entries: [...merged('prod'), ...merged('staging')],
    paths: ['clusters/production', 'clusters'],
    chosen: 'ambiguous',
  },
  {
    what: 'parts of one cluster that stand side by side',
    entries: [entry('apps/shop', 'shop=shop'), entry('apps/api', 'api=api')],
    chosen: ['apps/shop', 'apps/api'],
  },
  {
    what: 'environments whose apps have names of their own',
    entries: [entry('bootstrap/dev.yaml', 'root-dev=dev'), entry('bootstrap/prod.yaml', 'root-prod=prod')],
    chosen: 'ambiguous',
  },
  {
    what: 'a tool of one environment beside what a cluster deploys for another',
    entries: [
      entry('clusters/prod', 'apps=apps', 'tool=platform/tool/overlays/prod'),
      entry('platform/tool/overlays/dev', 'tool-dev=charts/tool'),
    ],
    names: ['prod'],
    chosen: ['clusters/prod'],
  },
  {
    what: 'what stands beside several environments that one cluster has',
    entries: [
      entry('argocd', 'dev=apps/dev', 'prod=apps/prod'),
      entry('apps/preview', 'preview=charts/preview'),
    ],
    chosen: ['argocd', 'apps/preview'],
  },
  {
    what: 'directories of environments, with and without a region',
    entries: [entry('argocd/prod-eu', 'a=a'), entry('argocd/staging-us', 'b=b')],
    chosen: 'ambiguous',
  },
  {
    what: 'the same app in two places',
    entries: [entry('one', 'root=a'), entry('other', 'root=b')],
    chosen: 'ambiguous',
  },
  {
    what: 'what names its cluster needs nobody to choose',
    entries: [entry('one/dev', 'a=a@https://dev'), entry('one/prod', 'b=b@https://prod')],
    chosen: ['one/dev', 'one/prod'],
  },
  {
    what: 'what is beside environments goes to each of them',
    entries: [prod, staging, entry('addons', 'metrics=addons')],
    names: ['prod'],
    chosen: ['clusters/prod', 'addons'],
  },
];

describe('which entries of git a cluster is brought up from', () => {
  it.each(cases)('$what', ({ entries, names = [], live = [], paths = [], chosen }) => {
    const isLive = ({ id, root }: ControlledApp) => live.includes(`${id}=${root.path}`);
    const choice = chooseEntries(entries, { names, isLive, paths });
    const told = choice.ambiguous === null ? choice.entries.map(({ path }) => path) : 'ambiguous';
    expect(told).toEqual(chosen);
  });

  it.each<readonly [string, readonly string[] | undefined]>([
    ['clusters/prod', ['flux', 'dns', 'tls', 'logs']],
    ['clusters/prod/flux-system', ['flux']],
    ['clusters/prod/infra', ['dns', 'tls', 'logs']],
    ['clusters/prod/infra/base', ['dns', 'tls']],
    ['clusters/prod/infra/more', ['logs']],
    ['clusters/prod/infra/base/dns', undefined],
    ['clusters', undefined],
    ['addons', ['metrics']],
  ])('%s stands for %j', (path, ids) => {
    expect(placesOf([...merged('prod'), entry('addons', 'metrics=addons')]).get(path)).toEqual(ids);
  });

  it('says what there is, and how to choose', () => {
    const isLive = ({ root }: ControlledApp) => root.path.startsWith('infra');
    const { ambiguous } = chooseEntries([prod, staging], { names: [], isLive, paths: [] });
    expect(ambiguous).toMatchObject({
      code: 'AMBIGUOUS_APPS',
      facts: [
        '  clusters/prod  (2 apps, 0 of them in this cluster)',
        '  clusters/staging  (2 apps, 0 of them in this cluster)',
        'or write its apps into .gitops.yaml, and choose with --env',
      ],
      hint: 'name the one that this cluster is brought up from: kubectl gitops diff ./clusters/prod',
    });
  });

  it('names of very many those that bring up the most', () => {
    const tools = Array.from({ length: 20 }, (_, at) => entry(`tools/${at}/dev`, 'tool=tool'));
    const { ambiguous } = chooseEntries(
      [...tools, prod, staging, entry('x/prod', 'tool=x', 'apps=x', 'c=c')],
      {
        names: [],
        isLive: () => false,
        paths: [],
      },
    );
    expect(ambiguous?.facts.slice(-5)).toEqual([
      '  clusters/prod  (2 apps, 0 of them in this cluster)',
      '  clusters/staging  (2 apps, 0 of them in this cluster)',
      '  x/prod  (3 apps, 0 of them in this cluster)',
      '  and 15 more',
      'or write its apps into .gitops.yaml, and choose with --env',
    ]);
  });
});
