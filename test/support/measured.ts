import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './cache.ts';
import { folder } from './repository.ts';
import { attempt, type Outcome, type RunOptions, run } from './run.ts';

export type Measured = Outcome & {
  /** The most memory it held at once, in MB. */
  readonly megabytes: number;
};

/** Bundles the plugin as it stands and returns the file that Node.js runs. */
export async function buildPlugin(): Promise<string> {
  const dir = join(folder(), 'plugin');
  await run(process.execPath, ['scripts/build.ts', dir], { cwd: repositoryRoot });
  return join(dir, 'kubectl-gitops.mjs');
}

/** Runs a script to its end in a Node.js of its own, which tells its peak as it exits. */
export async function runMeasured(
  script: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Measured> {
  const file = join(folder(), 'peak');
  // Linux counts what a child was before it ran anything of its own to its maxRSS: that is us
  const hook = `import fs from 'node:fs';
process.on('exit', () => {
  const status = process.platform === 'linux' ? fs.readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  fs.writeFileSync(${JSON.stringify(file)}, String(peak));
});`;
  const url = `data:text/javascript,${encodeURIComponent(hook)}`;
  const outcome = await attempt(process.execPath, ['--import', url, script, ...args], options);
  return { ...outcome, megabytes: Number(readFileSync(file, 'utf8')) / 1024 };
}
