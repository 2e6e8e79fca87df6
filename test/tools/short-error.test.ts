import { describe, expect, it } from 'vitest';
import { shortError } from '../../src/health/short-error.ts';
import { buildTool } from '../support/programs/build.ts';
import { attempt } from '../support/run.ts';
import { treeOf } from './fixture.ts';

/** How Argo CD's repo server hands on what a renderer said, and how kustomize-controller does. */
const argo = (command: string, said: string) =>
  `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = Manifest generation error (cached): \`${command}\` failed exit status 1: ${said}`;
const flux = (said: string) => `kustomize build failed: ${said.replace(/^Error: /, '')}`;

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('what kustomize itself says', () => {
  it.each([
    [
      'of a file that is not there',
      { 'web/kustomization.yaml': 'resources: [gone.yaml]\n' },
      'gone.yaml: no such file or directory',
    ],
    [
      'of a base that names a file that is not there',
      {
        'web/kustomization.yaml': 'resources: [../base]\n',
        'base/kustomization.yaml': 'resources: [gone.yaml]\n',
      },
      'gone.yaml: no such file or directory',
    ],
    [
      'of broken YAML in a base',
      {
        'web/kustomization.yaml': 'resources: [../base]\n',
        'base/kustomization.yaml': 'resources: [web.yaml]\n',
        'base/web.yaml': 'kind: ConfigMap\nmetadata: {name: a\n',
      },
      "web.yaml: MalformedYAMLError: yaml: line 1: did not find expected ',' or '}'",
    ],
    [
      'of a field that it does not know',
      {
        'web/kustomization.yaml': 'resources: [../base]\n',
        'base/kustomization.yaml': 'resources: []\nfoo: 1\n',
      },
      '../base: invalid Kustomization: json: unknown field "foo"',
    ],
    [
      'of a patch without a target',
      {
        'web/kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: p.yaml}]\n',
        'web/a.yaml': CONFIG,
        'web/p.yaml': CONFIG.replace('name: a', 'name: b'),
      },
      'no resource matches strategic merge patch "ConfigMap.v1.[noGrp]/b.[noNs]": no matches for Id ConfigMap.v1.[noGrp]/b.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/b.[noNs]',
    ],
  ])('%s', async (_, files, short) => {
    const { dir } = await treeOf(files);
    const { stderr } = await attempt(await buildTool('kustomize'), ['build', `${dir}/web`]);
    expect(shortError(argo(`kustomize build ${dir}/web`, stderr))).toBe(short);
    expect(shortError(flux(stderr))).toBe(short);
  });
});

describe.each(['helm3', 'helm4'] as const)('what %s itself says', (helm) => {
  it.each([
    [
      'of a value that is not there, in a template of a template',
      `${CONFIG.replace('name: a', 'name: {{ include "name" . }}')}`,
      'web/templates/_name.tpl:1: .Values.team.name: nil pointer evaluating interface {}.name',
    ],
    [
      'of a value that is required',
      `${CONFIG.replace('name: a', 'name: {{ required "name is needed" .Values.name }}')}`,
      'web/templates/a.yaml:3: name is needed',
    ],
    [
      'of a template that renders to no YAML',
      'kind: ConfigMap\nmetadata:\n  name: a: b\n',
      'YAML parse error on web/templates/a.yaml: error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context',
    ],
  ])('%s', async (_, template, short) => {
    const { dir } = await treeOf({
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'web/templates/_name.tpl': '{{ define "name" }}{{ .Values.team.name }}{{ end }}',
      'web/templates/a.yaml': template,
    });
    const { stderr } = await attempt(await buildTool(helm), ['template', 'web', `${dir}/web`]);
    expect(shortError(argo('helm template . --name-template web', stderr))).toBe(short);
    expect(shortError(`Helm install failed for release shop/web with chart web@0.1.0: ${stderr}`)).toBe(
      short,
    );
  });
});
