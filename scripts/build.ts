import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the plugin into dist/plugin, or the folder that is named: a small entry and chunks that are loaded only when a command needs them.
 * The metafile stays beside it, so that a test can prove what `--help` does not load.
 */
const root = dirname(import.meta.dirname);
const outdir = resolve(process.argv[2] ?? join(root, 'dist/plugin'));

/** Bundled CommonJS libraries ask for `require`. */
const banner =
  "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);";

rmSync(outdir, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  // jq runs in a worker, which is a file of its own
  entryPoints: { app: 'src/bin.ts', 'jq-worker': 'src/drift/ignore/jq-worker.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  minify: true,
  keepNames: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  metafile: true,
  legalComments: 'linked',
  banner: { js: banner },
  logLevel: 'warning',
});
writeFileSync(join(dirname(outdir), 'meta.json'), JSON.stringify(result.metafile));

// the stub imports nothing of ours: the compile cache must be on before the first module is compiled; Node.js would
// put it into the temporary directory, which is everybody's
const stub = `import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write('error: kubectl-gitops needs Node.js 22.19 or newer, this is ' + process.version + ' (OLD_NODE)\\nhint: install a newer Node.js, or the standalone binary\\n');
  process.exitCode = 2;
} else {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const caches = XDG_CACHE_HOME || join(HOME ?? homedir(), '.cache');
  module.enableCompileCache?.(join(caches, 'kubectl-gitops', 'compile'));
  await import('./app.mjs');
}
`;
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, 'kubectl-gitops.mjs'), stub);
chmodSync(join(outdir, 'kubectl-gitops.mjs'), 0o755);
const size = Object.values(result.metafile.outputs).reduce((total, { bytes }) => total + bytes, 0);
const version: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
process.stdout.write(
  `kubectl-gitops ${String(version)}: ${relative(process.cwd(), outdir)}, ${Math.round(size / 1024)} KB\n`,
);
