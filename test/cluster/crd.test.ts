import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { credentialsFor } from '../../src/cluster/credentials.ts';
import { dryRunApply } from '../../src/cluster/dry-run.ts';
import { type Http, openHttp } from '../../src/cluster/http.ts';
import { readConnection } from '../../src/cluster/kubeconfig.ts';
import { definitionOf } from '../../src/crd/definitions.ts';
import type { Validated } from '../../src/crd/types.ts';
import { validateCustom } from '../../src/crd/validate.ts';
import type { GitopsError } from '../../src/errors.ts';
import type { KubeObject } from '../../src/object.ts';
import { formatPath } from '../../src/path.ts';
import { crdFixtures } from '../support/crds.ts';
import { indexed } from '../support/indexed.ts';
import { sharedCluster } from '../support/shared-cluster.ts';

const MANAGER = 'deployer';

async function client(): Promise<Http> {
  const deps = {
    cwd: process.cwd(),
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    signal: new AbortController().signal,
  };
  const connection = readConnection(deps, { kubeconfig: sharedCluster().kubeconfig });
  const credentials = await credentialsFor(connection, deps);
  const { server } = connection;
  return openHttp({ server, credentials, headers: {}, timeout: 0, proxy: null, signal: deps.signal });
}

function isAtLeast(version: string, since: number): boolean {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1]) >= since;
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

/** An older server does not know all that a newer one does. */
const fixtures = crdFixtures(`${randomBytes(4).toString('hex')}.example.com`).filter(({ since }) =>
  isAtLeast(sharedCluster().version, since),
);

describe.each(fixtures)('a $name', ({ crd, plural, cases }) => {
  let http: Http;
  let namespace: string;
  const definition = definitionOf(crd);

  beforeAll(async () => {
    const cluster = sharedCluster();
    http = await client();
    namespace = await cluster.namespace('crd');
    await cluster.run(['create', '-f', '-'], { input: JSON.stringify(crd) });
    await cluster.run(['wait', '--for=condition=Established', `crd/${crd.metadata.name}`]);
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
    const resource = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      plural,
      singular: '',
      shortNames: [],
      namespaced: true,
      verbs: [],
    };
    const answer = await dryRunApply(http, resource, here, MANAGER);
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
