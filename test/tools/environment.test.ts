import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/render/program/program.ts';
import { renderRoot } from '../../src/render/render.ts';
import type { Root } from '../../src/render/types.ts';
import { snapshot } from '../git/fixture.ts';
import { repository } from '../support/repository.ts';
import { depsWith, namesOf, target } from './fixture.ts';
import { cm } from './shop.ts';

const here: Root = { kind: 'kustomize', path: '.' };

/** As git sets it for its hooks. */
function hookOf(dir: string) {
  return {
    GIT_DIR: join(dir, '.git'),
    GIT_WORK_TREE: dir,
    GIT_INDEX_FILE: join(dir, '.git/index'),
    GIT_PREFIX: '',
  };
}

test('a remote base is cloned beside the repository of a hook, by the settings of the user', async () => {
  const base = repository({ 'shop/kustomization.yaml': 'resources: [a.yaml]\n', 'shop/a.yaml': cm('a') });
  const own = repository({
    'kustomization.yaml': 'resources: ["https://base.invalid/shop.git//shop?ref=main"]\n',
  });
  const before = snapshot(own.dir);
  const deps = await depsWith('kustomize');
  const env = {
    ...deps.env,
    // git serves a repository of this machine through a shell
    PATH: `${deps.env.PATH}:/usr/bin:/bin`,
    ...hookOf(own.dir),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.file://${base.dir}.insteadOf`,
    GIT_CONFIG_VALUE_0: 'https://base.invalid/shop.git',
  };
  const rendering = await renderRoot(here, { dir: own.dir, id: null }, target, { ...deps, env });
  expect(namesOf(rendering)).toEqual(['ConfigMap a']);
  expect(snapshot(own.dir)).toEqual(before);
});

test('what every renderer is given', async () => {
  const deps = await depsWith();
  const env = {
    PATH: deps.env.PATH,
    ...hookOf('/nowhere'),
    KUBECONFIG: '/k',
    HELM_KUBECONTEXT: 'prod',
    HELM_DEBUG: '1',
    GIT_SSH_COMMAND: 'ssh -i key',
  };
  const { stdout } = await runProgram({ ...deps, env }, '/usr/bin/env', [], deps.cwd);
  expect(stdout.split('\n').sort()).toEqual([
    '',
    'GIT_SSH_COMMAND=ssh -i key',
    'GIT_TERMINAL_PROMPT=0',
    'HELM_DEBUG=1',
    `PATH=${deps.env.PATH}`,
  ]);
});
