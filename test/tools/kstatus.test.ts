import { beforeAll, describe, expect, it } from 'vitest';
import { healthOf } from '../../src/health/health.ts';
import type { HealthState } from '../../src/health/types.ts';
import { type JsonObject, type KubeObject, objectAt } from '../../src/object.ts';
import { buildKstatus } from '../support/programs/build.ts';
import { HEALTH_CASES } from '../support/health/cases.ts';
import { liveObject } from '../support/health/object.ts';
import { run } from '../support/run.ts';

let program: string;

beforeAll(async () => {
  program = await buildKstatus();
});

/** What kstatus itself says of each object. */
async function kstatusOf(objects: readonly KubeObject[]): Promise<readonly string[]> {
  const said: unknown = JSON.parse(await run(program, [], { input: JSON.stringify(objects) }));
  if (!Array.isArray(said)) throw new Error('no list');
  return said.map((one) => {
    const { status, error } = objectAt(one);
    return typeof error === 'string' ? 'Error' : String(status);
  });
}

/** Our states in its words. */
const WORDS: Readonly<Record<HealthState, string>> = {
  healthy: 'Current',
  progressing: 'InProgress',
  degraded: 'Failed',
  suspended: 'InProgress',
  missing: 'NotFound',
  unknown: 'Error',
};

function asKstatus(live: KubeObject): string {
  const { state, message } = healthOf(live);
  return message?.startsWith('being deleted') === true ? 'Terminating' : WORDS[state];
}

it('says the same as kstatus of every case, but where a case tells the difference', async () => {
  const said = await kstatusOf(HEALTH_CASES.map(({ live }) => live));
  const verdicts = HEALTH_CASES.map(({ what }, index) => `${what}: ${said[index]}`);
  expect(verdicts).toEqual(
    HEALTH_CASES.map(({ what, live, kstatus }) => `${what}: ${kstatus ?? asKstatus(live)}`),
  );
});

it('tells no difference that there is not', () => {
  const same = HEALTH_CASES.filter(
    ({ live, kstatus, state }) => kstatus === asKstatus(live) && state !== 'suspended',
  );
  expect(same.map(({ what }) => what)).toEqual([]);
});

describe('of objects of which nobody thought', () => {
  /** The same numbers every time: Mulberry32. */
  function numbers(seed: number): () => number {
    let at = seed;
    return () => {
      at = (at + 0x6d2b79f5) | 0;
      let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  const COUNTS = {
    Deployment: ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'],
    StatefulSet: ['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas'],
    ReplicaSet: ['replicas', 'readyReplicas', 'availableReplicas', 'fullyLabeledReplicas'],
    DaemonSet: [
      'desiredNumberScheduled',
      'currentNumberScheduled',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberReady',
    ],
  } as const;

  it.each(['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet'] as const)('%s', async (kind) => {
    const next = numbers(kind.length);
    const some = <T>(...of: readonly T[]) => of[Math.floor(next() * of.length)];
    const objects = Array.from({ length: 3000 }, (): KubeObject => {
      const counts = Object.fromEntries(
        COUNTS[kind].flatMap((name) => (next() < 0.85 ? [[name, some(2, 2, 2, 2, 1, 3, 0) ?? 2]] : [])),
      );
      const strategy = some<JsonObject>(
        {},
        {},
        { type: 'OnDelete' },
        { rollingUpdate: { partition: some(0, 1, 2) ?? 0 } },
      );
      const spec: JsonObject = {
        ...(next() < 0.8 ? { replicas: some(2, 2, 2, 1, 0) ?? 2 } : {}),
        ...(kind === 'StatefulSet' ? { updateStrategy: strategy ?? {} } : {}),
        ...(next() < 0.7 ? { progressDeadlineSeconds: some(600, 2147483647) ?? 600 } : {}),
      };
      const conditions = [
        { type: 'Available', status: some('True', 'True', 'False') ?? '' },
        {
          type: 'Progressing',
          status: some('True', 'True', 'False', 'Unknown') ?? '',
          reason:
            some(
              'NewReplicaSetAvailable',
              'NewReplicaSetAvailable',
              'ReplicaSetUpdated',
              'ProgressDeadlineExceeded',
            ) ?? '',
        },
        { type: 'Stalled', status: some('False', 'False', 'False', 'False', 'True') ?? '' },
      ].filter(() => next() < 0.8);
      return liveObject('apps/v1', kind, {
        metadata: next() < 0.9 ? { generation: some(1, 1, 1, 2) ?? 1 } : {},
        spec,
        status: {
          ...(next() < 0.9 ? { observedGeneration: 1 } : {}),
          ...(next() < 0.5 ? { currentRevision: 'a', updateRevision: some('a', 'b') ?? 'a' } : {}),
          ...counts,
          conditions,
        },
      });
    });
    const said = await kstatusOf(objects);
    const ours = objects.map(asKstatus);
    const differing = objects.filter((_, index) => said[index] !== ours[index]).slice(0, 3);
    expect(differing).toEqual([]);
    // what is compared is not all of one sort
    expect(new Set(said).size).toBe(3);
  });
});
