import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expandApplicationSet } from '../../../src/discover/argocd/appset/expand.ts';
import { pushedViews } from '../../../src/git/commits/view.ts';
import { diskView } from '../../../src/view.ts';
import { open } from '../../git/fixture.ts';
import { applicationSetOf, summary, url } from '../../support/argocd/appset/case.ts';
import { argoAppSet } from '../../support/argocd/oracle.ts';
import { repository } from '../../support/repository.ts';

it.each([
  ['a link to a directory is none', 'directories: [{path: "*"}]', '{{path}}', ['real x']],
  [
    'a link to a file is that file',
    'files: [{path: "*.yaml"}]',
    '{{env}}-{{path.filename}}',
    ['a-file.yaml x', 'a-link.yaml x', 'real-file.yaml x'],
  ],
  ['files behind a link to a directory are not there', 'files: [{path: "linked/*"}]', '{{env}}', []],
  ['a link to a directory is no file', 'files: [{path: "linked"}]', '{{env}}', null],
  ['a link that leads nowhere is no file', 'files: [{path: "broken"}]', '{{env}}', null],
])('%s, in a work tree, in a commit and to Argo CD', async (_, source, name, made) => {
  const { dir, commit } = repository({ 'real/file.yaml': 'env: real\n', 'file.yaml': 'env: a\n' });
  for (const [target, link] of [
    ['real', 'linked'],
    ['file.yaml', 'link.yaml'],
    ['gone.yaml', 'broken'],
  ] as const)
    symlinkSync(target, join(dir, link));
  const head = commit({});
  const generators = `- git: {repoURL: REPO, revision: main, ${source}}`;
  const applicationSet = applicationSetOf({ what: '', generators, name });
  const argo = await argoAppSet({ applicationSet, repositories: { [url]: dir } });
  const { head: view, settle } = await pushedViews(await open(dir), null, head);
  const expand = (one: typeof view) =>
    expandApplicationSet(applicationSet, { view: one, isThis: () => true, clusters: [] });
  for (const { applications, problems } of [expand(diskView(dir)), await settle(() => expand(view))]) {
    expect(applications.map(summary).sort()).toEqual(made ?? []);
    expect(problems).toHaveLength(made === null ? 1 : 0);
  }
  expect(argo.applications.map(summary).sort()).toEqual(made ?? []);
  expect(argo.error === undefined).toBe(made !== null);
});
