import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** One executable for this platform with everything in it: dist/bin/kubectl-gitops, or the file that is named. */
const root = dirname(import.meta.dirname);
const outfile = resolve(process.argv[2] ?? join(root, 'dist/bin/kubectl-gitops'));
/** How many times as long as usual code runs before it is optimized. */
const JIT_POLICY = 20;
mkdirSync(dirname(outfile), { recursive: true });
execFileSync(
  join(root, 'node_modules/.bin/bun'),
  [
    'build',
    '--compile',
    // a repository's own .env and bunfig.toml are not for this program: they would set what it runs with, and run code
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    // most runs are over before what optimizing costs is earned
    `--compile-jit-policy=${JIT_POLICY}`,
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
    outfile,
  ],
  { cwd: root, stdio: 'inherit' },
);
