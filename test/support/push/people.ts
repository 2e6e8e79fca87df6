import { withValue } from '../../../src/drift/values.ts';
import { type Json, type KubeObject, namespaceOf } from '../../../src/object.ts';
import type { Path, Step } from '../../../src/path.ts';
import { UNTYPED } from '../../../src/schema.ts';
import type { Cluster } from '../servers/cluster.ts';
import type { Dice } from '../generate.ts';
import { AUTO } from './world.ts';

/** A field of a live object that somebody sets past git; `live` undefined: takes away. */
export interface Field {
  readonly path: Path;
  readonly live: Json | undefined;
  /** What a push may make of it. */
  readonly other: Json;
  /** Git may leave it out. */
  readonly optional?: false;
}

const web = ['spec', 'template', 'spec', 'containers', { keys: { name: 'web' } }] as const;
const meta = (key: 'labels' | 'annotations'): Field => ({
  path: ['metadata', key, 'night'],
  live: '1',
  other: '2',
});

const POD: readonly Field[] = [
  { path: [...web, 'image'], live: 'nginx:9', other: 'nginx:8', optional: false },
  { path: [...web, 'resources', 'limits', 'memory'], live: '2Gi', other: '3Gi' },
  { path: [...web, 'resources', 'requests', 'cpu'], live: '7m', other: '8m' },
  { path: [...web, 'imagePullPolicy'], live: 'Never', other: 'IfNotPresent' },
  {
    path: [...web, 'env', { keys: { name: 'NIGHT' } }],
    live: { name: 'NIGHT', value: '1' },
    other: { name: 'NIGHT', value: '2' },
  },
  { path: [...web, 'env', { keys: { name: 'EMPTY' } }, 'value'], live: 'set', other: 'else' },
  { path: ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'], live: 90, other: 91 },
  { path: ['spec', 'template', 'spec', 'nodeSelector'], live: { zone: 'a' }, other: { zone: 'b' } },
  { path: ['spec', 'template', 'metadata', 'annotations', 'night'], live: '1', other: '2' },
  { path: ['spec', 'revisionHistoryLimit'], live: 4, other: 5 },
];
const REPLICAS: Field = { path: ['spec', 'replicas'], live: 7, other: 5 };
const METADATA = [meta('labels'), meta('annotations')];

/** What people set at night, by kind. */
const FIELDS: Readonly<Record<string, readonly Field[]>> = {
  Deployment: [REPLICAS, ...POD, { path: ['spec', 'minReadySeconds'], live: 9, other: 8 }],
  StatefulSet: [REPLICAS, ...POD],
  DaemonSet: POD,
  CronJob: [
    { path: ['spec', 'schedule'], live: '1 1 * * *', other: '2 2 * * *', optional: false },
    { path: ['spec', 'suspend'], live: true, other: false },
    { path: ['spec', 'failedJobsHistoryLimit'], live: 7, other: 6 },
  ],
  Service: [
    { path: ['spec', 'sessionAffinity'], live: 'ClientIP', other: 'None' },
    { path: ['spec', 'selector', 'night'], live: '1', other: '2' },
    { path: ['spec', 'internalTrafficPolicy'], live: 'Local', other: 'Cluster' },
  ],
  ConfigMap: [
    { path: ['data', 'a'], live: 'live', other: 'pushed' },
    { path: ['data', 'a'], live: undefined, other: 'pushed' },
    { path: ['data', 'night'], live: 'live', other: 'pushed' },
  ],
  Secret: [{ path: ['stringData', 'token'], live: 'live1234', other: 'pushed12' }],
  Ingress: [
    { path: ['spec', 'ingressClassName'], live: 'live', other: 'pushed' },
    { path: ['spec', 'rules', 0, 'host'], live: 'live.example', other: 'pushed.example' },
  ],
  NetworkPolicy: [],
  HorizontalPodAutoscaler: [
    { path: ['spec', 'maxReplicas'], live: 30, other: 20, optional: false },
    { path: ['spec', 'minReplicas'], live: 2, other: 3 },
  ],
  PodDisruptionBudget: [{ path: ['spec', 'minAvailable'], live: 2, other: 3, optional: false }],
  Role: [{ path: ['rules', 0, 'verbs'], live: ['get', 'watch'], other: ['get', 'delete'], optional: false }],
  Widget: [
    { path: ['spec', 'size'], live: 8, other: 9 },
    { path: ['spec', 'mode'], live: 'fast', other: 'slow' },
  ],
};

/** Who: the manager that the server records, and how a sentence names them. */
export interface Person {
  readonly manager: string;
  readonly words: string;
}

const PEOPLE: readonly Person[] = [
  { manager: 'kubectl-edit', words: '`kubectl edit`' },
  { manager: 'kubectl-patch', words: '`kubectl patch`' },
  { manager: 'k9s', words: 'k9s' },
  { manager: 'acme-portal', words: 'acme-portal' },
];

export function anyField({ kind, metadata }: KubeObject, { pick, chance }: Dice): Field {
  // an autoscaler's replicas are nobody's to set
  const own = metadata.name === AUTO ? [] : (FIELDS[kind] ?? []);
  return own.length === 0 || chance(0.15) ? pick(METADATA) : pick(own);
}

/** Has somebody set the field of a live object; undefined: the server would not have it. */
export async function setLive(
  cluster: Cluster,
  object: KubeObject,
  { path, live }: Field,
  dice: Dice,
): Promise<Person | undefined> {
  const target = [`${object.kind.toLowerCase()}/${object.metadata.name}`, '-n', String(namespaceOf(object))];
  const { person, args } = clientOf(object, path, live, dice);
  const [verb = '', ...rest] = args;
  const { code } = await cluster.attempt([...verb.split(' '), ...target, ...rest]);
  return code === 0 ? person : undefined;
}

function clientOf(object: KubeObject, path: Path, live: Json | undefined, { pick, chance }: Dice) {
  const [first, key] = path;
  if (path.at(-1) === 'replicas' && chance(0.6))
    return {
      person: { manager: 'kubectl', words: '`kubectl scale`' },
      args: ['scale', `--replicas=${live}`],
    };
  if (path.at(-1) === 'night' && first === 'metadata')
    return key === 'labels'
      ? { person: { manager: 'kubectl-label', words: '`kubectl label`' }, args: ['label', `night=${live}`] }
      : {
          person: { manager: 'kubectl-annotate', words: '`kubectl annotate`' },
          args: ['annotate', `night=${live}`],
        };
  if (path.at(-1) === 'image' && chance(0.5))
    return {
      person: { manager: 'kubectl-set', words: '`kubectl set`' },
      args: ['set image', `web=${live}`],
    };
  const person = pick(PEOPLE);
  const isIndexed = path.some((step) => typeof step === 'number');
  const named = object.kind === 'Widget' ? 'merge' : 'strategic';
  const type = isIndexed ? 'json' : named;
  const patch = isIndexed
    ? [{ op: 'replace', path: `/${path.join('/')}`, value: live ?? null }]
    : nested(path, live ?? null);
  return {
    person,
    args: ['patch', `--field-manager=${person.manager}`, `--type=${type}`, '-p', JSON.stringify(patch)],
  };
}

function nested([step, ...rest]: readonly Step[], value: Json): Json {
  if (step === undefined) return value;
  if (typeof step === 'string') return { [step]: nested(rest, value) };
  return withValue([], [step, ...rest], value, UNTYPED);
}
