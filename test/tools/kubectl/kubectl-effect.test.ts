import { expect, test } from 'vitest';
import type { KnownChange } from '../../../src/guard/kubectl/changes.ts';
import { readKubectl } from '../../../src/guard/kubectl/command.ts';
import { effectOf } from '../../../src/guard/kubectl/effect.ts';
import { isArray, isObject, type Json, objectAt, sameJson } from '../../../src/object.ts';
import { formatPath, type Path, type Step } from '../../../src/path.ts';
import { parseYaml } from '../../../src/source/bulk.ts';
import { kubectlAlone } from './kubectl.ts';

const podSpec = {
  initContainers: [{ name: 'init', image: 'a' }],
  containers: [
    { name: 'web', image: 'a', env: ['A', 'B'].map((name) => ({ name, value: '1' })) },
    { name: 'side', image: 'a', resources: { limits: { memory: '1Gi' } } },
  ],
  serviceAccountName: 'nobody',
};
const template = { metadata: { labels: { app: 'web' } }, spec: podSpec };
const metadata = { name: 'web', labels: { app: 'web', old: '1' }, annotations: { note: 'a', old: '1' } };
const objects: Readonly<Record<string, Json>> = {
  deploy: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1, template } },
  pod: { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec },
  cj: {
    ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
  },
  svc: {
    ...{ apiVersion: 'v1', kind: 'Service', metadata },
    spec: { selector: { app: 'web', tier: 'a' }, ports: [{ port: 80, targetPort: 80 }] },
  },
  rolebinding: {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' },
    subjects: [{ kind: 'User', name: 'ada', apiGroup: 'rbac.authorization.k8s.io' }],
  },
};

/** The rest of a line behind its target: `kubectl set image deploy/web web=b`. */
const lines: readonly (readonly [command: string, resource: string, ...words: readonly string[]])[] = [
  ['label', 'deploy', 'tier=front', 'old-', 'app=api', '--overwrite'],
  ['label', 'deploy', 'acme.io/a-b=', 'old-'],
  ['annotate', 'deploy', 'note=a=b-', 'old-', '--overwrite'],
  ['annotate', 'pod', 'acme.io/x=a/b:c'],
  ['set image', 'deploy', 'web=b', 'init=c'],
  ['set image', 'deploy', '*=b'],
  ['set image', 'pod', 'side=b:1=2'],
  ['set image', 'cj', 'web=b'],
  ['set env', 'deploy', 'A=2', 'B-', 'C=3=4'],
  ['set env', 'pod', '-c', 'web', 'A=2'],
  ['set env', 'cj', '--env', 'A=2', 'D='],
  ['set env', 'deploy', '--prefix=X_', 'A=2', 'B-'],
  ['set resources', 'deploy', '--limits=cpu=1,memory=2Gi', '--requests', 'cpu=1'],
  ['set resources', 'deploy', '-c=web', '--requests=cpu=100m'],
  ['set serviceaccount', 'deploy', 'robot'],
  ['set sa', 'cj', 'robot'],
  ['set selector', 'svc', 'app=b'],
  ['set subject', 'rolebinding', '--user=bob'],
  ['patch', 'deploy', '-p', '{"spec":{"replicas":3},"metadata":{"labels":{"old":null}}}'],
  ['patch', 'deploy', '-p', 'spec:\n  template:\n    spec:\n      containers: [{name: web, image: b}]'],
  ['patch', 'deploy', '-p', 'spec: {template: {spec: {containers: [{name: new, image: b}]}}}'],
  ['patch', 'deploy', '-p', 'spec: {template: {spec: {containers: [{name: side, $patch: delete}]}}}'],
  ['patch', 'pod', '-p', 'spec: {containers: [{name: web, env: [{name: A, value: "2"}]}]}'],
  ['patch', 'svc', '-p', 'spec: {ports: [{port: 80, targetPort: 81}], selector: {$patch: replace, app: b}}'],
  ['patch', 'svc', '-p', 'metadata: {finalizers: [a.io/b]}'],
  ['patch', 'deploy', '--type=merge', '-p', '{"metadata":{"labels":null,"annotations":{"a.io/b":"c"}}}'],
  ['patch', 'pod', '--type', 'merge', '-p', '{"spec":{"tolerations":[{"operator":"Exists"}]}}'],
  ['patch', 'deploy', '--type=json', '-p', '[{"op":"replace","path":"/spec/replicas","value":3}]'],
  ['patch', 'deploy', '--type=json', '-p', '[{"op":"add","path":"/metadata/labels/a.io~1b~01","value":"c"}]'],
  ['patch', 'deploy', '--type=json', '-p', '[{"op":"remove","path":"/metadata/annotations"}]'],
  [
    ...['patch', 'deploy', '--type=json', '-p'],
    '[{"op":"move","from":"/metadata/labels/old","path":"/metadata/labels/new"}]',
  ],
] as const;

const named = lines.map((line) => [line.join(' '), line] as const);

test.each(named)('kubectl %s', async (_, [command, resource, ...words]) => {
  const kubectl = await kubectlAlone();
  const before = objects[resource] ?? null;
  const local = [...command.split(' '), '--local', '-f', '-', '-o', 'json', ...words];
  const { stdout, stderr } = await kubectl(local, JSON.stringify(before));
  expect(stderr).toBe('');
  const was = leaves(before);
  const is = leaves(JSON.parse(stdout));

  const effect = effectOf(readKubectl([...command.split(' '), `${resource}/web`, ...words]), {
    parse: (text) => parseYaml(text, 'patch'),
  });
  if (effect.kind !== 'write') throw new Error(`${effect.kind} instead of write`);
  expect(effect.isComplete).toBe(true);
  // the server alone keeps this one the same as serviceAccountName
  const told = effect.changes.filter(({ path }) => path.at(-1) !== 'serviceAccount');
  const real = [...changed(was, is), ...changed(is, was)].filter(
    (path, index, all) => all.findIndex((one) => formatPath(one) === formatPath(path)) === index,
  );
  expect(real).not.toEqual([]);
  expect(real.filter((path) => !told.some((change) => covers(change.path, path)))).toEqual([]);
  const idle = told.filter(({ path }) => !real.some((one) => covers(path, one)));
  expect(idle.filter((change) => !change.ifThere || isThere(was, change))).toEqual([]);
  for (const change of told) expectValue(change, is);
});

type Leaf = readonly [path: Path, value: Json];

function changed(from: readonly Leaf[], to: readonly Leaf[]): readonly Path[] {
  const same = ([path, value]: Leaf) =>
    to.some(([other, now]) => formatPath(other) === formatPath(path) && sameJson(value, now));
  return from.filter((leaf) => !same(leaf)).map(([path]) => path);
}

const KEYS = ['name', 'containerPort', 'port'];

/** Every value that is no map; items of a list by their key where they have one. Empty ones are kubectl's own. */
function leaves(value: Json, path: Path = []): readonly Leaf[] {
  if (value === null) return [];
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  if (!isArray(value)) return [[path, value]];
  if (path.at(-1) === 'finalizers') return value.map((item) => [[...path, { value: item }], item]);
  const key = KEYS.find((one) => value.every((item) => objectAt(item)[one] !== undefined));
  if (path.at(-1) === 'subjects' || key === undefined) return value.length === 0 ? [] : [[path, value]];
  return value.flatMap((item) => {
    const { [key]: id = null, ...rest } = objectAt(item);
    const at = [...path, { keys: { [key]: id } }];
    return Object.keys(rest).length === 0 ? [[at, item] as const] : leaves(rest, at);
  });
}

function covers(change: Path, field: Path): boolean {
  return change.length <= field.length && change.every((step, index) => stepCovers(step, field[index]));
}

function stepCovers(step: Step, other: Step | undefined): boolean {
  if (typeof step !== 'object' || typeof other !== 'object') return step === other;
  if ('value' in step) return 'value' in other && sameJson(step.value, other.value);
  return Object.entries(step.keys).every(([key, id]) => 'keys' in other && sameJson(other.keys[key], id));
}

/** Whether the object has what is removed, or the container that the field is of. */
function isThere(all: readonly Leaf[], { path, isRemoved }: KnownChange): boolean {
  const container = path.findIndex((step) => typeof step === 'object');
  const holder = isRemoved ? path : path.slice(0, container + 1);
  return all.some(([field]) => covers(holder, field));
}

function expectValue({ path, value, isRemoved }: KnownChange, is: readonly Leaf[]): void {
  const there = is.filter(([field]) => covers(path, field));
  const told = value === undefined ? [] : leaves(value, path);
  if (isRemoved) expect(there).toEqual([]);
  for (const [field, now] of told)
    for (const [, real] of there.filter(([one]) => covers(field, one))) expect(real).toEqual(now);
}
