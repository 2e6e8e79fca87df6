import { expect, it } from 'vitest';
import type { OwnApp } from '../../../src/discover/argocd/app.ts';
import { withTree } from '../../../src/engine/controlled/merge.ts';

function app(id: string, more: Partial<OwnApp> = {}): OwnApp {
  return {
    id,
    deployer: 'argocd',
    object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: id } },
    root: { kind: 'plain', path: id },
    revision: null,
    destination: null,
    dependsOn: [],
    parent: null,
    warnings: [],
    isOurs: true,
    ...more,
  };
}

const chart = {
  kind: 'helm',
  path: 'charts.example.com/redis',
  helm: { chart: { repository: 'https://charts.example.com', name: 'redis' } },
} as const;

const cases: readonly {
  readonly what: string;
  readonly live: readonly OwnApp[];
  readonly git: readonly OwnApp[];
  readonly expected: readonly string[];
  readonly warned?: readonly string[];
}[] = [
  { what: 'in git alone', live: [], git: [app('a')], expected: ['a tree'] },
  { what: 'in the cluster alone', live: [app('a')], git: [], expected: ['a cluster'] },
  {
    what: 'in both, as the cluster has it',
    live: [app('a', { revision: 'live' })],
    git: [app('a', { revision: 'git' })],
    expected: ['a both live'],
  },
  {
    what: 'a chart from elsewhere that git declares',
    live: [app('a', { isOurs: false, root: chart })],
    git: [app('a', { root: chart })],
    expected: ['a both'],
  },
  {
    what: 'a chart from elsewhere that nobody of ours declares',
    live: [app('a', { isOurs: false, root: chart })],
    git: [],
    expected: [],
  },
  {
    what: 'another app of the same name',
    live: [app('a', { isOurs: false })],
    git: [app('a')],
    expected: [],
    warned: ['ANOTHER_APP'],
  },
];

it.each(cases)('an app $what', ({ live, git, expected, warned = [] }) => {
  const declared = new Set(git.map(({ id }) => id));
  const { apps, warnings } = withTree(live, { declared, apps: git });
  const told = apps.map(({ id, origin, revision }) => `${id} ${origin} ${revision ?? ''}`.trim());
  expect(told).toEqual(expected);
  expect(warnings.map(({ code }) => code)).toEqual(warned);
});
