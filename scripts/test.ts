import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { buildArgoCd } from '../test/support/argocd/build.ts';
import { buildControlPlane, buildTool } from '../test/support/programs/build.ts';
import { buildFlux } from '../test/support/flux/build.ts';
import { installHookManagers } from '../test/support/programs/managers.ts';
import { checkPrerequisites } from '../test/support/programs/prerequisites.ts';

/** Everything that must pass, in the order in which failures are cheapest: static checks, units, tools, cluster, controllers, shell. */
const root = dirname(import.meta.dirname);
const bin = join(root, 'node_modules/.bin');

await checkPrerequisites();
// minutes on a machine that has none of them yet: outside of any test's time limit
await buildControlPlane();
await buildArgoCd();
await buildFlux();
for (const tool of ['helm3', 'helm4', 'kustomize', 'jsonnet', 'git-lfs', 'kwok'] as const)
  await buildTool(tool);
await installHookManagers();
const steps: readonly (readonly [name: string, command: string, ...args: readonly string[]])[] = [
  ['types', join(bin, 'tsc'), '-p', '.'],
  ['lint', join(bin, 'biome'), 'lint', '--error-on-warnings'],
  ['imports', process.execPath, 'scripts/lint-imports.ts'],
  ['format', join(bin, 'biome'), 'format'],
  ['build', process.execPath, 'scripts/build.ts'],
  ['tests', join(bin, 'vitest'), 'run', '--project', 'unit', '--project', 'tools', '--project', 'cluster'],
  // on a cluster of their own: they act on whatever looks like theirs
  ['controllers', join(bin, 'vitest'), 'run', '--project', 'controllers'],
  ['e2e', process.execPath, 'scripts/e2e.ts'],
];
for (const [name, command, ...args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` },
  });
  if (status !== 0) {
    process.stderr.write(`\n${name} failed\n`);
    process.exit(status ?? 1);
  }
}
