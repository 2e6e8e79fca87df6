import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Resource } from '../../../src/cluster/discovery.ts';
import { dryRunApply } from '../../../src/cluster/dry-run.ts';
import type { Http } from '../../../src/cluster/http.ts';
import { definitionOf, sameSchema } from '../../../src/crd/definitions.ts';
import type { Validated } from '../../../src/crd/types.ts';
import { validateCustom } from '../../../src/crd/validate.ts';
import type { GitopsError } from '../../../src/errors.ts';
import type { JsonObject, KubeObject } from '../../../src/object.ts';
import { formatPath } from '../../../src/path.ts';
import { client } from '../../support/servers/client.ts';
import { crdFixtures } from '../../support/crds.ts';
import { untilEstablished } from '../../support/servers/established.ts';
import { indexed } from '../../support/indexed.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const MANAGER = 'deployer';

function resourceOf({ apiVersion, kind }: KubeObject, plural: string): Resource {
  return { apiVersion, kind, plural, singular: '', shortNames: [], namespaced: true, verbs: [] };
}

/** The fields that the server names: of a 422 in its causes, of a typed error in its message. */
function pathsOf({ message, fields }: GitopsError): readonly string[] {
  const typed = [...message.matchAll(/(?:^|\s)\.(\S*?): /g)].map(([, path = '']) => path);
  return [...fields, ...typed].map((path) => path.replace(/\[[^\]]*="[^\]]*\]|\[[^\]]*=[^\]]*\]/g, '[*]'));
}

/** The same of ours, for the object that was judged. */
function ours({ violations }: Validated, object: KubeObject): readonly string[] {
  return violations.flatMap(({ path }) => [
    formatPath(indexed(path, object)).replace(/^\./, ''),
    formatPath(path)
      .replace(/^\./, '')
      .replace(/\[[^\]]*=[^\]]*\]/g, '[*]'),
  ]);
}

const fixtures = crdFixtures(`${randomBytes(4).toString('hex')}.example.com`, sharedCluster().version);

describe.each(fixtures)('a $name', ({ crd, plural, cases }) => {
  let http: Http;
  let namespace: string;
  const definition = definitionOf(crd);

  beforeAll(async () => {
    const cluster = sharedCluster();
    http = await client(cluster.kubeconfig);
    namespace = await cluster.namespace('crd');
    await cluster.run(['create', '-f', '-'], { input: JSON.stringify(crd) });
    await untilEstablished(cluster, `crd/${crd.metadata.name}`);
  });

  it.each(cases)('is judged as the API server does when it $name', async ({ object, before }) => {
    if (definition === null) throw new Error('no definition');
    const here = { ...object, metadata: { ...object.metadata, namespace } };
    const there =
      before === undefined ? undefined : { ...before, metadata: { ...before.metadata, namespace } };
    if (there !== undefined)
      await sharedCluster().run(['apply', '--server-side', `--field-manager=${MANAGER}`, '-f', '-'], {
        input: JSON.stringify(there),
      });
    const answer = await dryRunApply(http, resourceOf(object, plural), here, MANAGER);
    const said = await validateCustom(here, definition, there);
    if ('object' in answer) {
      expect(said).toEqual({ violations: [], unchecked: [] });
      return;
    }
    expect({ message: answer.error.message, said }).not.toMatchObject({
      said: { violations: [], unchecked: [] },
    });
    // of alternatives that do not fit the server names the root and what is wrong with one of them
    const theirs = pathsOf(answer.error).filter((path) => path !== '<nil>');
    const paths = ours(said, here);
    const isAround = (path: string, one: string): boolean =>
      / \((?:anyOf|oneOf)\)/.test(answer.error.message) && one.startsWith(path);
    const shared = paths.filter((path) => theirs.some((one) => path.startsWith(one) || isAround(path, one)));
    expect({ theirs, paths, shared: theirs.length === 0 ? paths : shared }).not.toMatchObject({ shared: [] });
  });
});

/** A definition as it was when an object was stored, and as it is: stricter. */
function tightened(group: string): readonly [loose: KubeObject, strict: KubeObject] {
  const crd = (text: JsonObject, list: JsonObject): KubeObject => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `things.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: thing(text, list) } }],
    },
  });
  const rule = { rule: "self != 'wrong'", message: 'not wrong' };
  return [crd({}, {}), crd({ pattern: '^[a-z]+$', 'x-kubernetes-validations': [rule] }, { maxItems: 1 })];
}

function thing(text: JsonObject, list: JsonObject): JsonObject {
  const string = { type: 'string', maxLength: 20, ...text };
  const properties = { a: string, b: string, list: { type: 'array', items: string, ...list } };
  return { type: 'object', properties: { spec: { type: 'object', properties } } };
}

describe('an object that was stored before its definition became stricter', () => {
  const group = `${randomBytes(4).toString('hex')}.example.com`;
  const [loose, strict] = tightened(group);
  const bad = { a: 'A1', b: 'wrong', list: ['A1', 'b'] };
  let http: Http;
  let namespace: string;
  const object = (spec: JsonObject): KubeObject => ({
    apiVersion: `${group}/v1`,
    kind: 'Thing',
    metadata: { name: 'one', namespace },
    spec,
  });
  const ask = (one: KubeObject) => dryRunApply(http, resourceOf(one, 'things'), one, MANAGER);

  beforeAll(async () => {
    const cluster = sharedCluster();
    http = await client(cluster.kubeconfig);
    namespace = await cluster.namespace('crd');
    const apply = (one: KubeObject) =>
      cluster.run(['apply', '--server-side', `--field-manager=${MANAGER}`, '-f', '-'], {
        input: JSON.stringify(one),
      });
    await apply(loose);
    await untilEstablished(cluster, `crd/${loose.metadata.name}`);
    await apply(object(bad));
    await apply(strict);
    const fresh = { ...object({ a: 'A2' }), metadata: { name: 'fresh', namespace } };
    await vi.waitFor(async () => expect(await ask(fresh)).toHaveProperty('error'), {
      timeout: 30_000,
      interval: 200,
    });
  });

  it.each([
    ['is not blamed for what it keeps', { ...bad, b: 'fine' }],
    ['is not blamed for what it keeps when it gets more', { a: 'A1', list: ['A1', 'b'] }],
    ['is blamed for what it changes', { ...bad, a: 'A2' }],
    ['is blamed for a list that it changes', { ...bad, list: ['A1', 'c'] }],
    ['is blamed for a rule that it breaks anew', { ...bad, a: 'wrong' }],
    ['is not blamed for getting better', { a: 'x', b: 'y', list: ['z'] }],
  ])('%s', async (_, spec) => {
    const definition = definitionOf(strict);
    if (definition === null) throw new Error('no definition');
    const answer = await ask(object(spec));
    const { violations } = await validateCustom(object(spec), definition, object(bad));
    expect({ refused: violations.length > 0, violations }).toMatchObject({ refused: 'error' in answer });
  });

  it('is judged as new where nobody knows what it was', async () => {
    const definition = definitionOf(strict);
    if (definition === null) throw new Error('no definition');
    const { violations } = await validateCustom(object(bad), definition);
    expect(violations.map(({ path }) => formatPath(path))).toEqual([
      '.spec.a',
      '.spec.list[0]',
      '.spec.list',
    ]);
  });

  it('has a definition that the server stores and git declares alike', async () => {
    const text = await sharedCluster().run(['get', 'crd', strict.metadata.name, '-o', 'json']);
    const stored: KubeObject = JSON.parse(text);
    const [was, now, theirs] = [loose, strict, stored].map(definitionOf);
    if (!was || !now || !theirs) throw new Error('no definition');
    expect([sameSchema(now, theirs, 'v1'), sameSchema(was, theirs, 'v1')]).toEqual([true, false]);
  });
});
