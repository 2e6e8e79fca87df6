import { parseAllDocuments, stringify } from 'yaml';
import { isObject, type JsonObject, type KubeObject, objectAt, stringOr } from '../../../src/object.ts';
import { type Dice, manifests } from '../generate.ts';

export const WIDGETS: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.push.example.com' },
  spec: {
    group: 'push.example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  size: { type: 'integer', minimum: 0 },
                  mode: { type: 'string', enum: ['slow', 'fast'], default: 'slow' },
                  limit: { 'x-kubernetes-int-or-string': true },
                  parts: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: { type: 'string' }, count: { type: 'integer', default: 1 } },
                    },
                  },
                  tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
                  steps: { type: 'array', items: { type: 'string' } },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
};

/** An object that stands for a deployer's own, of a kind that only has to be there. */
export function openKind(group: string, kind: string, version: string): JsonObject {
  const plural = `${kind.toLowerCase()}s`.replace(/ys$/, 'ies');
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

/** What a team has in a namespace: the generator's kinds, and one of their own. */
export function objectsOf(namespace: string, dice: Dice): readonly KubeObject[] {
  const documents = parseAllDocuments(manifests(namespace, dice), { version: '1.1' }).map(
    (document): unknown => document.toJS(),
  );
  const widget: KubeObject = {
    apiVersion: 'push.example.com/v1',
    kind: 'Widget',
    metadata: { name: 'one', namespace },
    spec: {
      size: 1,
      parts: [{ name: 'a' }, { name: 'b', count: 2 }],
      tags: ['red', 'green'],
      steps: ['one', 'two'],
      free: { any: { thing: [1] } },
    },
  };
  return [...documents.filter(isObject).map(asObject), widget, ...autoscaled(namespace)];
}

/** What controllers change, rightfully, once it is deployed. */
export const AUTO = 'auto';

function autoscaled(namespace: string): readonly KubeObject[] {
  const metadata = { name: AUTO, namespace };
  const container = { name: 'web', image: 'nginx:1.27' };
  const template = { metadata: { labels: { app: AUTO } }, spec: { containers: [container] } };
  const selector = { matchLabels: { app: AUTO } };
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: AUTO };
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector, template } },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        scaleTargetRef,
        maxReplicas: 9,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    },
  ];
}

function asObject(value: JsonObject): KubeObject {
  const metadata = objectAt(value.metadata);
  return {
    ...value,
    apiVersion: stringOr(value.apiVersion, ''),
    kind: stringOr(value.kind, ''),
    metadata: { ...metadata, name: stringOr(metadata.name, '') },
  };
}

export function fileOf({ kind, metadata }: KubeObject): string {
  return `app/${kind.toLowerCase()}-${metadata.name}.yaml`;
}

export const CONFIG = `apiVersion: kubectl-gitops/v1
kind: Config
environments: [{name: kubectl-gitops-test, apps: [{root: app}]}]
prePush: {plaintext: ['**']}
`;

/** One file for each object, one line for each field. */
export function filesOf(objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  return Object.fromEntries(objects.map((object) => [fileOf(object), textOf(object)]));
}

export function textOf(object: KubeObject): string {
  return stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

export function nameIn(kind: string, name: string): string {
  return `${kind}/${name}`;
}
