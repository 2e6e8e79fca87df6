import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Cluster } from './cluster.ts';
import { freePorts } from './ports.ts';
import { folder } from '../repository.ts';
import { attempt, run } from '../run.ts';
import { eventually } from './supervisor.ts';

export interface SecondServer {
  readonly kubeconfig: string;
  /** Ends it as a crash would. */
  readonly crash: () => Promise<void>;
  /** Starts it again, at the same address, over the same store. */
  readonly restart: () => Promise<void>;
}

/** Another kube-apiserver over the cluster's own etcd, as in a control plane of several: it may crash, nobody else notices. */
export async function secondServer(cluster: Cluster): Promise<SecondServer> {
  const [port = 0] = await freePorts(1);
  const args = (await argumentsOf(cluster)).map((arg) =>
    arg.startsWith('--secure-port=') ? `--secure-port=${port}` : arg,
  );
  const kubeconfig = join(folder(), 'kubeconfig');
  const text = readFileSync(cluster.kubeconfig, 'utf8');
  writeFileSync(kubeconfig, text.replaceAll(cluster.server, `https://127.0.0.1:${port}`), { mode: 0o600 });
  let child: ChildProcess | undefined;
  const crash = async () => {
    if (child === undefined) return;
    const ended = once(child, 'exit');
    if (child.kill('SIGKILL')) await ended;
    child = undefined;
  };
  const restart = async () => {
    child = spawn(cluster.controlplane, args, { stdio: 'ignore' });
    const ask = ['get', '--raw', '/readyz', '--kubeconfig', kubeconfig];
    await eventually(
      'the second server',
      60_000,
      async () => (await attempt(cluster.kubectl, ask)).code === 0,
    );
  };
  onTestFinished(crash);
  await restart();
  return { kubeconfig, crash, restart };
}

/** The words that the first server was started with. */
async function argumentsOf({ dir }: Cluster): Promise<readonly string[]> {
  const all = await run('ps', ['-A', '-ww', '-o', 'args=']);
  const line = all.split('\n').find((one) => one.includes(' apiserver --') && one.includes(`${dir}/`));
  if (line === undefined) throw new Error(`no API server runs in ${dir}`);
  return line.trim().split(/\s+/).slice(1);
}
