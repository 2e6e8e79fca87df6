import { beforeAll, expect, it } from 'vitest';
import { objectAt } from '../../../src/object.ts';
import { untilEstablished } from '../../support/servers/established.ts';
import { dice } from '../../support/generate.ts';
import { deployed } from '../../support/push/deployed.ts';
import { WAYS } from '../../support/push/deployers.ts';
import { editedAtRandom } from '../../support/push/edits.ts';
import { guiltyPushes, innocentPushes, invalidPushes } from '../../support/push/pushes.ts';
import { openKind, WIDGETS } from '../../support/push/world.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

/** `SEEDS=1,2,3 ROUNDS=5` tries more of them; what fails names its seed. */
const SEEDS = (process.env.SEEDS ?? '1').split(',').map(Number);
const ROUNDS = Number(process.env.ROUNDS ?? 1);

beforeAll(async () => {
  const cluster = sharedCluster();
  const items = [
    WIDGETS,
    openKind('argoproj.io', 'Application', 'v1alpha1'),
    openKind('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
  ];
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input });
  const names = items.map((item) => `crd/${String(objectAt(item, 'metadata').name)}`);
  for (const name of names) await untilEstablished(cluster, name);
});

for (const [name, way] of Object.entries(WAYS)) {
  it.each(SEEDS)(
    `${name}: lets innocent pushes through, and stops what is invalid or overwrites somebody (seed %i)`,
    async (seed) => {
      const roll = dice(seed * 7919);
      const world = await deployed(name, way, roll, (object) => editedAtRandom(object, roll));
      for (let round = 0; round < ROUNDS; round += 1) {
        expect(await innocentPushes(world, roll), 'innocent').toEqual([]);
        expect(await invalidPushes(world, roll), 'invalid').toEqual([]);
      }
      expect(await guiltyPushes(world, roll, ROUNDS), 'guilty').toEqual([]);
    },
  );
}
