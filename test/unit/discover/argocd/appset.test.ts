import { describe, expect, it } from 'vitest';
import { expandApplicationSet } from '../../../../src/discover/argocd/appset/expand.ts';
import type { ExpansionContext } from '../../../../src/discover/argocd/appset/types.ts';
import { type AppSetCase, applicationSetOf, summary, url } from '../../../support/argocd/appset/case.ts';
import { subjects } from '../../../support/argocd/appset/cases.ts';
import { clusters, files } from '../../../support/argocd/appset/world.ts';
import { viewOfFiles } from '../../../support/view.ts';

function expand(one: AppSetCase, more: Partial<ExpansionContext> = {}) {
  return expandApplicationSet(applicationSetOf(one), {
    view: viewOfFiles(files),
    isThis: (repoURL) => repoURL === url,
    clusters: clusters.map((cluster) => ({ labels: {}, annotations: {}, ...cluster })),
    ...more,
  });
}

describe.each(Object.entries(subjects))('%s', (_, cases) => {
  it.each(cases.map((one) => [one.what, one] as const))('%s', (_, one) => {
    const { applications, problems, unexpanded } = expand(one);
    expect(unexpanded).toEqual([]);
    const messages = problems.map(({ message }) => message).join('\n');
    if (one.fails !== undefined) expect(messages).toMatch(one.fails);
    else expect(applications.map(summary).sort()).toEqual(one.makes);
    if (one.fails === undefined) expect(messages).toMatch(/^$|makes two Applications of the name/);
  });
});

describe('what git does not tell', () => {
  const list = '- list: {elements: [{env: a}]}';
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'an SCM provider',
      '- scmProvider: {github: {organization: a}}',
      'generators[0].scmProvider',
      'it asks the API of a source code host',
    ],
    [
      'pull requests',
      '- pullRequest: {github: {owner: a, repo: b}}',
      'generators[0].pullRequest',
      'it asks the API of a source code host',
    ],
    [
      'an object of the cluster',
      '- clusterDecisionResource: {configMapRef: a}',
      'generators[0].clusterDecisionResource',
      'it reads an object of the cluster',
    ],
    [
      'a plugin',
      '- plugin: {configMapRef: {name: a}}',
      'generators[0].plugin',
      'it asks a plugin of the cluster',
    ],
    [
      'another repository',
      '- git: {repoURL: "https://elsewhere", revision: main, directories: [{path: "*"}]}',
      'generators[0].git',
      'it reads another repository, https://elsewhere',
    ],
    ['a generator from the future', '- future: {}', 'generators[0]', 'it is no generator that Argo CD knows'],
    [
      'a generator within a matrix',
      '- matrix: {generators: [{list: {elements: [{a: "1"}]}}, {merge: {mergeKeys: [a], generators: [{plugin: {}}, {list: {}}]}}]}',
      'generators[0].matrix.generators[1].merge.generators[0].plugin',
      'it asks a plugin of the cluster',
    ],
  ];
  it.each(cases)('%s is told, and the rest is expanded', (_, generators, generator, reason) => {
    const { applications, problems, unexpanded } = expand({
      what: '',
      generators: `${generators}\n${list}`,
      name: '{{env}}',
    });
    expect(unexpanded).toEqual([{ generator, reason, hint: null }]);
    expect(problems).toEqual([]);
    expect(applications.map(summary)).toEqual(['a x']);
  });

  it('clusters that nobody knows', () => {
    const { applications, unexpanded } = expand(
      { what: '', generators: `- clusters: {}\n${list}`, name: '{{env}}' },
      { clusters: null },
    );
    expect(unexpanded).toEqual([
      {
        generator: 'generators[0].clusters',
        reason: 'the clusters that Argo CD knows are not known here',
        hint: 'name them in .gitops.yaml: clusters: [{name: NAME, server: URL, labels: {}}]',
      },
    ]);
    expect(applications.map(summary)).toEqual(['a x']);
  });

  it('another revision than the one that is shown', () => {
    const generators = '- git: {repoURL: REPO, revision: v1, directories: [{path: apps/*}]}';
    const { unexpanded } = expand(
      { what: '', generators, name: 'x' },
      { isRevision: (revision) => revision === 'main' },
    );
    expect(unexpanded).toEqual([
      { generator: 'generators[0].git', reason: 'it reads another revision, v1', hint: null },
    ]);
  });
});

describe('a problem names the ApplicationSet, the generator and what to correct', () => {
  it('of one set of parameters, and the others are expanded', () => {
    const { applications, problems } = expand({
      what: '',
      generators: '- list: {elements: [{env: a}, {env: b, tag: v1}]}',
      name: '{{ .env }}',
      path: '{{ .tag }}',
      more: 'goTemplate: true\ngoTemplateOptions: [missingkey=error]',
    });
    expect(applications.map(summary)).toEqual(['b v1']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'APPLICATIONSET_INVALID',
      message:
        'ApplicationSet argocd/fleet cannot be expanded: template.spec.source.path: "{{ .tag }}" cannot be evaluated: there is no tag in .tag',
      facts: ['generators[0].list'],
    });
  });

  it.each([
    [
      'template: {spec: {syncPolicy: {automated: {prune: "true"}}}}',
      'template',
      'template.spec.syncPolicy.automated.prune must be true or false, not "true"',
    ],
    [
      'goTemplate: true\ngoTemplateOptions: [missingkey=never]',
      'goTemplateOptions',
      '"missingkey=never" is no option of Go templates',
    ],
  ])('of the whole: %s', (more, place, reason) => {
    const generators = '- list: {elements: [{env: a}]}';
    const { applications, problems } = expand({ what: '', generators, name: 'a', more });
    expect(applications).toEqual([]);
    expect(problems.map(({ message, facts }) => [message, facts])).toEqual([
      [`ApplicationSet argocd/fleet cannot be expanded: ${reason}`, [place]],
    ]);
  });
});

/** Each would go on for hours, or until memory ends. */
describe('what a hostile repository holds comes to an end', () => {
  const bomb = (text: string) => ({
    what: '',
    generators: '- list: {elements: [{a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}]}',
    name: text,
    more: 'goTemplate: true',
  });
  it.each([
    [
      'a loop of loops',
      '{{ range until 2000 }}{{ range until 2000 }}{{ range until 2000 }}{{ end }}{{ end }}{{ end }}',
      /takes more than/,
    ],
    ['a long loop', '{{ range until 1000000000 }}x{{ end }}', /takes more than/],
    ['a number to loop over', '{{ range 1000000000 }}x{{ end }}', /takes more than|longer than/],
    ['a long text', '{{ repeat 1000000000 "x" }}', /longer than/],
    [
      'a text that doubles',
      `{{ $x := "x" }}{{ range until 64 }}{{ $x = printf "%s%s" $x $x }}{{ end }}{{ $x }}`,
      /longer than|takes more than/,
    ],
    [
      'a list that doubles',
      '{{ $x := list 1 }}{{ range until 64 }}{{ $x = list $x $x }}{{ end }}{{ $x }}',
      /takes more than|longer than/,
    ],
    [
      'a list that doubles, as JSON',
      '{{ $x := list 1 }}{{ range until 64 }}{{ $x = list $x $x }}{{ end }}{{ toJson $x }}',
      /takes more than|longer than/,
    ],
    ['a map in itself', '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}', /nested more than/],
    [
      'a template that calls itself',
      '{{ define "r" }}{{ template "r" }}{{ end }}{{ template "r" }}',
      /nested more than/,
    ],
    ['parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`, /nested more than/],
    ['branches', `${'{{ if true }}'.repeat(5000)}${'{{ end }}'.repeat(5000)}`, /nested more than/],
    ['a slow expression', '{{ regexMatch "^(a+)+$" (printf "%s!" .a) }}', /^$/],
    ['padding', '{{ printf "%1000000000d" 1 }}', /cannot make a field/],
  ])('%s', (_, text, reason) => {
    const { problems } = expand(bomb(text));
    expect(problems.map(({ message }) => message).join()).toMatch(reason);
  });

  it('a matrix of matrices', () => {
    const wide = `{list: {elementsYaml: "[${'{a: b},'.repeat(3000)}]"}}`;
    const { problems } = expand({
      what: '',
      generators: `- matrix: {generators: [${wide}, ${wide}]}`,
      name: 'x',
    });
    expect(problems.map(({ message }) => message).join()).toMatch(/more than 10000 sets of parameters/);
  });

  it('globs that match in many ways', () => {
    const generators = `- git: {repoURL: REPO, revision: main, files: [{path: "${'*a'.repeat(40)}b"}], directories: []}`;
    expect(expand({ what: '', generators, name: 'x' }).problems).toEqual([]);
  });
});
