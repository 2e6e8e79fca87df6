import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isOneOf } from '../../src/discover/repository-url.ts';
import { appsInTree, scanForApps } from '../../src/discover/tree/tree.ts';
import type { Entry, TreeSurroundings } from '../../src/discover/tree/types.ts';
import type { ControlledApp } from '../../src/discover/types.ts';
import { renderRoot } from '../../src/render/render.ts';
import { diskView } from '../../src/view.ts';
import { depsWith, target } from './fixture.ts';

/** One folder a shape of repository: `files/` in; the entries, their apps and what is said of them out. */
const folder = join(import.meta.dirname, '../golden/apps');

/** No cluster at all. */
async function surroundings(dir: string): Promise<TreeSurroundings> {
  const deps = await depsWith('kustomize', 'helm4');
  return {
    view: diskView(dir),
    isThis: isOneOf(['git@git.example.com:acme/fleet.git']),
    render: async (root) =>
      (await renderRoot(root, { dir, id: null }, target, deps)).manifests.map(({ object }) => object),
    commit: null,
    find: async () => 'absent',
    projects: [],
    settingsOf: () => null,
    clusters: async () => null,
  };
}

function told({ id, root, revision, parent, destination, dependsOn }: ControlledApp): string {
  const { server, name } = destination ?? {};
  return [
    id,
    `  root       ${root.kind} ${root.path}`,
    ...(root.unrendered === undefined ? [] : [`  unrendered ${root.unrendered.code}`]),
    ...(root.kustomize?.flags?.map((flag) => `  flag       ${flag}`) ?? []),
    `  namespace  ${root.namespace ?? '-'}`,
    `  follows    ${revision ?? '-'}`,
    `  parent     ${parent ?? '-'}`,
    ...(destination === null ? [] : [`  goes to    ${server ?? name ?? ''}`]),
    ...dependsOn.map((app) => `  after      ${app}`),
  ].join('\n');
}

function printed({ path, apps, warnings }: Entry): string {
  const said = [...warnings, ...apps.flatMap((app) => app.warnings)];
  const lines = said.map(({ code, message }) => `# ${code} ${message}`);
  return [`== ${path}`, ...apps.map(told).sort(), ...lines].join('\n');
}

test.each(await readdir(folder))('%s', async (name) => {
  const where = await surroundings(join(folder, name, 'files'));
  const entries = await appsInTree(scanForApps(where.view), where);
  const text = `${entries.map(printed).join('\n\n')}\n`;
  const file = join(folder, name, 'expected.txt');
  if (process.env.UPDATE_GOLDEN === '1') await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
});
