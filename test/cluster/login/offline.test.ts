import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Resource } from '../../../src/cluster/discovery.ts';
import { dryRunApply } from '../../../src/cluster/dry-run.ts';
import { type Http, parseJson } from '../../../src/cluster/http.ts';
import { typeProblems } from '../../../src/crd/offline.ts';
import type { KubeObject } from '../../../src/object.ts';
import { compileOpenApi } from '../../../src/openapi.ts';
import { formatPath } from '../../../src/path.ts';
import { typeOfKind } from '../../../src/schema.ts';
import { client } from '../../support/servers/client.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const deployment = (pod: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: NS}
spec:
  selector: {matchLabels: {app: web}}
  ${more}
  template:
    metadata: {labels: {app: web}}
    spec: ${pod}
`;
const container = (more: string) => deployment(`{containers: [{name: web, image: a, ${more}}]}`);
const service = (ports: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: NS}\nspec: {selector: {app: web}, ports: ${ports}}\n`;
const configMap = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: NS}\ndata: ${data}\n`;

const CASES: readonly (readonly [name: string, manifest: string])[] = [
  ['a Deployment', container('resources: {limits: {cpu: 1, memory: 1Gi}}')],
  ['an unknown field', deployment('{containers: [{name: web, image: a}]}', 'replica: 2')],
  ['an unknown field of a container', container('imagePullPolcy: Always')],
  ['a number as a string', deployment('{containers: [{name: web, image: a}]}', "replicas: '3'")],
  ['a boolean as a string', container("stdin: 'true'")],
  ['a string as a number', container('command: [sleep, 5]')],
  ['a value of an environment variable that is a number', container('env: [{name: A, value: 5}]')],
  ['a value of an environment variable that is a boolean', container('env: [{name: A, value: true}]')],
  ['a list that is a map', deployment('{containers: {name: web, image: a}}')],
  ['a map that is a list', container('resources: [1]')],
  ['a container twice', deployment('{containers: [{name: web, image: a}, {name: web, image: b}]}')],
  ['a port twice', container('ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]')],
  ['a port of two protocols', container('ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]')],
  ['a probe whose port is a name', container('livenessProbe: {httpGet: {path: /, port: web}}')],
  ['a probe whose port is a list', container('livenessProbe: {httpGet: {path: /, port: [1]}}')],
  ['a quantity that is a map', container('resources: {limits: {cpu: {a: 1}}}')],
  ['null for a list', container('args: null')],
  [
    'a label that is a number',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: NS, labels: {a: 1}}\n',
  ],
  [
    'a finalizer twice',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: NS, finalizers: [a/b, a/b]}\n',
  ],
  ['a Service', service('[{port: 80, targetPort: web}]')],
  ['a Service with a port twice', service('[{port: 80}, {port: 80}]')],
  ['a ConfigMap', configMap('{a: b}')],
  ['a ConfigMap with a number', configMap('{a: 1}')],
  ['a ConfigMap with a boolean', configMap('{a: true}')],
  ['a ConfigMap with a map', configMap('{a: {b: c}}')],
];

describe('typeProblems', () => {
  let http: Http;
  let namespace: string;
  beforeAll(async () => {
    const cluster = sharedCluster();
    http = await client(cluster.kubeconfig);
    namespace = await cluster.namespace('offline');
  });

  it.each(CASES)('says of %s what the API server says', async (_, manifest) => {
    const object: KubeObject = parse(manifest.replace('NS', namespace));
    const { apiVersion, kind } = object;
    const path = `/openapi/v3/${apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`}`;
    const schema = compileOpenApi(parseJson((await http({ method: 'GET', path })).body));
    const plural = `${kind.toLowerCase()}s`;
    const resource: Resource = {
      apiVersion,
      kind,
      plural,
      singular: '',
      shortNames: [],
      namespaced: true,
      verbs: [],
    };
    const answer = await dryRunApply(http, resource, object, 'deployer');
    const problems = typeProblems(object, typeOfKind(schema, kind));
    if ('object' in answer) {
      expect(problems).toEqual([]);
      return;
    }
    expect(answer.error.message).toMatch(/failed to (?:create typed patch|convert new) object/);
    const [first] = problems;
    expect(first).toBeDefined();
    // what may be a number or a string is told apart later, without a path
    if (answer.error.message.includes('convert')) return;
    // the server quotes the value, which may be a secret
    const said = first?.message.replace(/, got .*/, '') ?? 'nothing';
    expect(answer.error.message).toContain(said);
    expect(said).toContain(formatPath(first?.path ?? []).replace(/\[[^\]]*\]$/, ''));
  });
});
