import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildControlPlane } from '../test/support/programs/build.ts';
import { cacheFolder } from '../test/support/cache.ts';
import { type ClusterAddress, type ClusterOptions, upArgs } from '../test/support/servers/cluster.ts';
import { undefinedIfAbsent } from '../test/support/servers/errno.ts';
import { locked } from '../test/support/servers/lock.ts';
import { attempt } from '../test/support/run.ts';
import { eventually, parseReady, type Ready, whenReady } from '../test/support/servers/supervisor.ts';
import { controlPlanes } from '../test/support/programs/tools.ts';

/** A cluster that outlives the command that started it, until it is stopped by its name. */
export type BackgroundCluster = ClusterAddress & { readonly pid: number };

/** Starts the cluster of this name, or returns it when it runs already. */
export async function startBackground(
  name: string,
  options: ClusterOptions = {},
): Promise<BackgroundCluster> {
  const { version } = controlPlanes[options.version ?? '1.36'];
  const binaries = await buildControlPlane(options.version);
  const dir = folderOf(name);
  return locked(dir, async () => {
    const running = await findReady(dir);
    const { pid, ...ready } = running ?? (await launch(binaries.controlplane, dir, options));
    if (ready.version !== version) throw new Error(`cluster ${name} runs ${ready.version}: stop it first`);
    return { ...ready, pid, dir, kubectl: binaries.kubectl, controlplane: binaries.controlplane };
  });
}

/** Ends the cluster and waits until all of it is gone; false when none ran. */
export async function stopBackground(name: string): Promise<boolean> {
  const dir = folderOf(name);
  return locked(dir, async () => {
    const running = await findReady(dir);
    if (running !== undefined) await end(running.pid, dir);
    await rm(dir, { recursive: true, force: true });
    await rm(logOf(dir), { force: true });
    return running !== undefined;
  });
}

/** What is known of the cluster of this name; undefined when it does not run. */
export function findBackground(name: string): Promise<Ready | undefined> {
  return findReady(folderOf(name));
}

function folderOf(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw new Error(`not a cluster name: ${name}: use a-z, 0-9 and -`);
  return join(cacheFolder(), 'clusters', name);
}

/** Beside the folder, not in it: the supervisor takes over empty folders only. */
function logOf(dir: string): string {
  return `${dir}.log`;
}

async function launch(controlplane: string, dir: string, options: ClusterOptions): Promise<Ready> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const log = logOf(dir);
  const stderr = await open(log, 'w', 0o600);
  try {
    const child = spawn(controlplane, ['up', ...upArgs(dir, options)], {
      cwd: dirname(dir),
      detached: true,
      stdio: ['ignore', 'pipe', stderr.fd],
    });
    const ready = await whenReady(child, () => readFile(log, 'utf8'));
    child.stdout?.destroy();
    child.unref();
    return ready;
  } finally {
    await stderr.close();
  }
}

async function end(pid: number, dir: string): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const gone = async (): Promise<boolean> => !(await isSupervisorOf(pid, dir));
  await eventually(`end of process ${pid}`, 15_000, gone).catch(() => process.kill(pid, 'SIGKILL'));
  await eventually(`end of process ${pid}`, 5_000, gone);
}

async function findReady(dir: string): Promise<Ready | undefined> {
  const text = await readFile(join(dir, 'up.json'), 'utf8').catch(undefinedIfAbsent);
  if (text === undefined) return undefined;
  const ready = parseReady(text);
  return (await isSupervisorOf(ready.pid, dir)) ? ready : undefined;
}

/** A process id may belong to somebody else by now: only the one with our command line is ever signalled. */
async function isSupervisorOf(pid: number, dir: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(undefinedIfAbsent);
  if (command !== undefined) return command.includes(`\0up\0--dir\0${dir}\0`);
  if (process.platform === 'linux') return false;
  const { code, stdout } = await attempt('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
  return code === 0 && stdout.includes(` up --dir ${dir} `);
}
