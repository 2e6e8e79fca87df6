import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../src/errors.ts';
import { startCluster } from '../../test/support/servers/cluster.ts';
import { startKwok } from '../../test/support/servers/kwok.ts';
import { playArgoCd } from './argocd.ts';
import { playFlux } from './flux.ts';
import { layControlledShop } from './shop.ts';
import { openStage, type Stage } from './stage.ts';

const shop = join(dirname(dirname(import.meta.dirname)), 'demo/controllers');

interface Stoppable {
  stop(): Promise<void>;
}

/** A chapter on a cluster of its own, with a controller that lives as long as this process; its exit code. */
export async function playChapter(controller: 'argocd' | 'flux', dir: string): Promise<number> {
  const running: Stoppable[] = [];
  const started = (one: Stoppable) => void running.push(one);
  try {
    const cluster = await startCluster();
    started(cluster);
    started(await startKwok(cluster));
    const work = layControlledShop(shop, dir, controller);
    const stage = await openStage(cluster, dir, work, ['memory: 256Mi', 'memory: 1Gi']);
    if (controller === 'argocd') await playArgoCd(stage, started);
    else await playFlux(stage, started);
    await untilEnter(stage);
    return 0;
  } catch (cause) {
    process.stderr.write(`error: ${messageOf(cause)}\n`);
    return 1;
  } finally {
    for (const one of running.toReversed()) await one.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** On a terminal all of it stays up for as long as somebody wants to try more. */
async function untilEnter({ env, work }: Stage): Promise<void> {
  if (!process.stdin.isTTY) return;
  process.stdout.write(`
All of it is still up. To try more, in another terminal:
  export KUBECONFIG=${env.KUBECONFIG}
  export PATH=${env.PATH}
  cd ${work}
Enter ends it. `);
  await once(process.stdin, 'data');
  process.stdin.destroy();
}
