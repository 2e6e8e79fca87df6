import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../cache.ts';
import { run } from '../run.ts';

/** What runs the hooks of the repositories out there, each in exactly one version. */
const npmPackages = { husky: '9.1.7', lefthook: '2.2.2', 'simple-git-hooks': '2.14.0' };
const pythonPackages = {
  'pre-commit': '4.7.0',
  cfgv: '3.5.0',
  distlib: '0.4.4',
  filelock: '4.3.1',
  identify: '2.6.20',
  nodeenv: '1.12.0',
  packaging: '26.4',
  platformdirs: '4.14.8',
  'python-discovery': '1.9.6',
  pyyaml: '6.0.4',
  virtualenv: '21.15.11',
};

export type HookManagers = {
  /** Holds what `npm install` makes of a repository that uses husky, lefthook or simple-git-hooks. */
  readonly nodeModules: string;
  /** For PATH; needs `pythonPath` in PYTHONPATH. */
  readonly preCommitBin: string;
  readonly pythonPath: string;
};

/** Installs the managers of hooks that scripts under test/e2e use. */
export async function installHookManagers(): Promise<HookManagers> {
  const python = (await run('python3', ['--version'])).trim();
  const inputs = JSON.stringify([npmPackages, pythonPackages, python, process.platform, process.arch]);
  const key = `hook-managers-${createHash('sha256').update(inputs).digest('hex').slice(0, 12)}`;
  const folder = await cached(`bin/${key}`, async (partial) => {
    process.stderr.write('installing husky, lefthook, simple-git-hooks and pre-commit for the tests\n');
    const manifest = { private: true, dependencies: npmPackages };
    await writeFile(join(partial, 'package.json'), JSON.stringify(manifest));
    // their install scripts would look for a repository to put hooks into, and find ours
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: partial });
    const pins = Object.entries(pythonPackages).map(([name, version]) => `${name}==${version}`);
    const target = ['--no-deps', '--quiet', '--target', join(partial, 'python')];
    await run('python3', ['-m', 'pip', 'install', ...target, ...pins], { cwd: partial });
  });
  const pythonPath = join(folder, 'python');
  return { nodeModules: join(folder, 'node_modules'), preCommitBin: join(pythonPath, 'bin'), pythonPath };
}
