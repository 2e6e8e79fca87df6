import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One executable for this platform with everything in it: dist/bin/kubectl-gitops. */
const root = dirname(import.meta.dirname);
mkdirSync(join(root, 'dist/bin'), { recursive: true });
execFileSync(
  join(root, 'node_modules/.bin/bun'),
  [
    'build',
    '--compile',
    '--bytecode',
    '--format=esm',
    '--minify',
    // what a command does not need is not loaded: most of the time of a push that touches nothing
    '--splitting',
    'src/bin.ts',
    // jq runs in a worker, which is a file of its own
    'src/drift/ignore/jq-worker.ts',
    '--entry-naming',
    '[name].mjs',
    '--outfile',
    'dist/bin/kubectl-gitops',
  ],
  { cwd: root, stdio: 'inherit' },
);
