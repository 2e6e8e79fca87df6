import type { Cluster } from './cluster.ts';
import { eventually } from './supervisor.ts';

/** Waits until CRDs are served: `crd/things.example.com`, or `crd --all`. kubectl itself ends where there is no condition yet. */
export async function untilEstablished(cluster: Cluster, ...names: readonly string[]): Promise<void> {
  await eventually(`${names.join(' ')} to be established`, 30_000, async () => {
    const args = ['wait', '--for=condition=Established', '--timeout=30s', ...names];
    return (await cluster.attempt(args)).code === 0;
  });
}
