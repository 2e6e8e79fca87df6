import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../../../src/object.ts';
import type { Path } from '../../../src/path.ts';

/** An edit that the server must refuse, and the field that it will name. */
export interface Mistake {
  readonly path: Path;
  readonly value: Json;
  readonly at?: Path;
}

const web = ['spec', 'template', 'spec', 'containers', { keys: { name: 'web' } }] as const;

const POD: readonly Mistake[] = [
  { path: [...web, 'imagee'], value: 'nginx' },
  { path: [...web, 'image'], value: 5 },
  { path: [...web, 'imagePullPolicy'], value: 'Sometimes' },
  { path: [...web, 'resources', 'limits', 'memory'], value: '1Zi' },
  { path: [...web, 'resources', 'limit'], value: { memory: '1Gi' } },
  { path: ['spec', 'template', 'spec', 'restartPolicy'], value: 'Never' },
  { path: ['spec', 'selector', 'matchLabels', 'app'], value: 'other', at: ['spec', 'selector'] },
  { path: ['metadata', 'labels', 'team'], value: 'not a label!', at: ['metadata', 'labels'] },
];

/** By kind; applied to what is valid otherwise. */
export const MISTAKES: Readonly<Record<string, readonly Mistake[]>> = {
  Deployment: [
    { path: ['spec', 'replica'], value: 3 },
    { path: ['spec', 'replicas'], value: -1 },
    { path: ['spec', 'replicas'], value: 'three' },
    ...POD,
  ],
  DaemonSet: POD,
  CronJob: [
    { path: ['spec', 'schedule'], value: 'at night' },
    { path: ['spec', 'concurencyPolicy'], value: 'Forbid' },
    { path: ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'restartPolicy'], value: 'Always' },
  ],
  Service: [
    { path: ['spec', 'type'], value: 'Internal' },
    { path: ['spec', 'selectr'], value: { app: 'web' } },
    { path: ['spec', 'ports', { keys: { port: 80 } }, 'targetPort'], value: 70000 },
  ],
  ConfigMap: [
    { path: ['data', 'a'], value: 1 },
    { path: ['datas'], value: { a: '1' } },
    { path: ['data', 'bad key'], value: '1' },
  ],
  Ingress: [
    { path: ['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'], value: 'Regex' },
    { path: ['spec', 'rules', 0, 'hosts'], value: 'a.example' },
  ],
  HorizontalPodAutoscaler: [
    { path: ['spec', 'maxReplicas'], value: 0 },
    { path: ['spec', 'minReplica'], value: 1 },
  ],
  PodDisruptionBudget: [{ path: ['spec', 'minAvailable'], value: 'many' }],
  Role: [{ path: ['rules', 0, 'verb'], value: ['get'] }],
  RoleBinding: [{ path: ['roleRef', 'name'], value: 'other', at: ['roleRef'] }],
  NetworkPolicy: [{ path: ['spec', 'policyTypes'], value: ['Both'], at: ['spec', 'policyTypes', 0] }],
  Widget: [
    { path: ['spec', 'size'], value: -1 },
    { path: ['spec', 'size'], value: 'big' },
    { path: ['spec', 'mode'], value: 'medium' },
    { path: ['spec', 'colour'], value: 'red' },
  ],
};

/** The line on which a text declares a field. */
export function lineOf(text: string, path: Path): number {
  const lines = new LineCounter();
  let at: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let offset = 0;
  for (const step of path) {
    if (typeof step === 'string' && isMap(at)) {
      const pair = at.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) throw new Error(`no ${step} in ${text}`);
      offset = rangeOf(pair.key);
      at = pair.value;
    } else if (typeof step === 'number' && isSeq(at)) {
      at = at.items[step];
      offset = rangeOf(at);
    } else if (typeof step === 'object' && 'keys' in step && isSeq(at)) {
      at = at.items.find((item) =>
        Object.entries(step.keys).every(([key, value]) => isMap(item) && item.get(key) === value),
      );
      offset = rangeOf(at);
    }
  }
  return lines.linePos(offset).line;
}

function rangeOf(node: unknown): number {
  if (isMap(node) || isSeq(node) || isScalar(node)) return node.range?.[0] ?? 0;
  return isPair(node) ? rangeOf(node.key) : 0;
}
