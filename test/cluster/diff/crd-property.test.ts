import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dryRunApply } from '../../../src/cluster/dry-run.ts';
import type { Http } from '../../../src/cluster/http.ts';
import { definitionOf } from '../../../src/crd/definitions.ts';
import { validateCustom } from '../../../src/crd/validate.ts';
import { type KubeObject, objectAt, versionOf } from '../../../src/object.ts';
import { client } from '../../support/servers/client.ts';
import { type CrdFixture, crdFixtures } from '../../support/crds.ts';
import { untilEstablished } from '../../support/servers/established.ts';
import { dice } from '../../support/generate.ts';
import { changedValue, valueFor } from '../../support/generate-custom.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const SEED = Number(process.env.SEED ?? 1);
const ROUNDS = 120;
const MANAGER = 'deployer';

const fixtures = crdFixtures(`${randomBytes(4).toString('hex')}.example.com`, sharedCluster().version);

async function installed({ crd, plural, cases }: CrdFixture) {
  const cluster = sharedCluster();
  const http = await client(cluster.kubeconfig);
  const namespace = await cluster.namespace('crd');
  await cluster.run(['create', '-f', '-'], { input: JSON.stringify(crd) });
  await untilEstablished(cluster, `crd/${crd.metadata.name}`);
  const definition = definitionOf(crd);
  const first = cases[0]?.object;
  if (definition === null || first === undefined) throw new Error('no definition');
  const { apiVersion, kind } = first;
  const schema = objectAt(definition.versions.get(versionOf(apiVersion))?.schema ?? {}, 'properties', 'spec');
  const resource = { apiVersion, kind, plural, singular: '', shortNames: [], namespaced: true, verbs: [] };
  return {
    http,
    schema,
    definition,
    make: (spec: KubeObject['spec']): KubeObject => ({
      apiVersion,
      kind,
      metadata: { name: 't', namespace },
      spec: spec ?? {},
    }),
    ask: (object: KubeObject) => dryRunApply(http, resource, object, MANAGER),
    path: `/apis/${apiVersion}/namespaces/${namespace}/${plural}/t`,
  };
}

/** Whether the server took it for real. */
async function stored(http: Http, path: string, object: KubeObject): Promise<boolean> {
  await http({ method: 'DELETE', path });
  const response = await http({
    method: 'PATCH',
    path: `${path}?fieldManager=${MANAGER}`,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
  });
  return response.status === 201;
}

describe.each(fixtures)('any $name', (fixture) => {
  it(`is refused here exactly when the API server refuses it (seed ${SEED})`, async () => {
    const { make, ask, http, path, schema, definition } = await installed(fixture);
    const chances = dice(SEED);
    const differ: unknown[] = [];
    const compare = async (object: KubeObject, before?: KubeObject) => {
      const [answer, { violations, unchecked }] = [
        await ask(object),
        await validateCustom(object, definition, before),
      ];
      const isRefused = 'error' in answer;
      if (isRefused !== violations.length > 0 || unchecked.length > 0)
        differ.push({ spec: object.spec, before: before?.spec, answer, violations, unchecked });
      return isRefused;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const object = make(valueFor(schema, chances));
      const isRefused = await compare(object);
      if (isRefused || !(await stored(http, path, object))) continue;
      for (const _ of [1, 2]) await compare(make(changedValue(object.spec ?? {}, schema, chances)), object);
      await http({ method: 'DELETE', path });
    }
    expect(differ).toEqual([]);
  });
});
