import { describe, expect, test } from 'vitest';
import { renderHelm } from '../../../src/render/helm/render.ts';
import { depsWith, failureOf, treeOf } from '../fixture.ts';
import { chart, root } from './web-chart.ts';

describe.each(['helm3', 'helm4'] as const)('%s', (helm) => {
  test('says which dependency it cannot fetch', async () => {
    const tree = await treeOf({
      ...chart,
      'charts/web/Chart.yaml': `${chart['charts/web/Chart.yaml']}dependencies:
- name: redis
  version: 1.0.0
  repository: https://charts.invalid
`,
    });
    expect(await failureOf(renderHelm, root, tree, await depsWith(helm))).toMatchObject({
      code: 'NEEDS_NETWORK',
      message: 'chart charts/web needs network to fetch its dependency redis from https://charts.invalid',
      hint: 'run: helm dependency build charts/web',
    });
  });

  const template = 'charts/web/templates/cm.yaml';
  test.each([
    [
      'a nil pointer',
      `a: b\nname: {{ .Values.a.b.c }}\n`,
      {
        message: 'helm cannot render charts/web: .Values.a.b.c: nil pointer evaluating interface {}.b',
        facts: [`${template}:2:17`, '2 | name: {{ .Values.a.b.c }}', '  |                 ^'],
        hint: 'set that value in a values file, or guard it in the template',
      },
    ],
    [
      'a template that does not parse',
      'name: {{ if }}\n',
      {
        message: 'helm cannot render charts/web: missing value for if',
        facts: [`${template}:1`, '1 | name: {{ if }}'],
      },
    ],
    [
      'a required value',
      'name: {{ required "need a name" .Values.name }}\n',
      {
        message: 'helm cannot render charts/web: need a name',
        facts: [`${template}:1:10`, '1 | name: {{ required "need a name" .Values.name }}', '  |          ^'],
      },
    ],
    [
      'an include of nothing',
      'name: {{ include "nope" . }}\n',
      {
        message:
          'helm cannot render charts/web: include "nope" .: no template "nope" associated with template "gotpl"',
        hint: 'define that template, or correct its name',
      },
    ],
    [
      'output that is no YAML',
      'a: b\n  c: d\n',
      {
        message:
          'helm cannot render charts/web: web/templates/cm.yaml renders to invalid YAML: mapping values are not allowed in this context (line 2 of its output)',
        facts: [template],
      },
    ],
  ])('shows %s in the template', async (_, text, expected) => {
    const tree = await treeOf({ ...chart, [template]: text });
    const failure = await failureOf(renderHelm, root, tree, await depsWith(helm));
    expect(failure).toMatchObject({ code: 'RENDER_FAILED', ...expected });
  });

  test('names a values file that is not there, or is no YAML', async () => {
    const { 'env/prod.yaml': _, ...files } = chart;
    const deps = await depsWith(helm);
    expect(await failureOf(renderHelm, root, await treeOf(files), deps)).toMatchObject({
      message: 'helm cannot render charts/web: open env/prod.yaml: no such file or directory',
      hint: 'create env/prod.yaml, or take it out of the values files',
    });
    const broken = await treeOf({ ...chart, 'env/prod.yaml': 'a: b: c\n' });
    expect(await failureOf(renderHelm, root, broken, deps)).toMatchObject({ hint: 'correct env/prod.yaml' });
  });

  test('shows what the schema of the values refuses', async () => {
    const tree = await treeOf({
      ...chart,
      'charts/web/values.schema.json': '{"properties": {"replicas": {"type": "string"}}}',
    });
    expect(await failureOf(renderHelm, root, tree, await depsWith(helm))).toMatchObject({
      facts: ['web:', "- at '/replicas': got number, want string"],
      hint: 'correct the values of charts/web',
    });
  });
});
