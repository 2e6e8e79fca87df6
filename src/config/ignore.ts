import type { IgnoreRule } from '../drift/ignore/ignore.ts';
import { type Cell, invalid, where } from './error.ts';
import { fieldsOf, flagOf, itemsOf, optionalText, present, textOf, textsOf } from './reader.ts';

const RULE = [
  'group',
  'kind',
  'namespace',
  'name',
  'jsonPointers',
  'jqPathExpressions',
  'managedFieldsManagers',
  'managers',
  'unmanaged',
] as const;

/** Kinds that people write without their group: such a rule would be about the core group, and match nothing. */
const GROUPS: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  Ingress: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  HorizontalPodAutoscaler: 'autoscaling',
  PodDisruptionBudget: 'policy',
  CustomResourceDefinition: 'apiextensions.k8s.io',
  APIService: 'apiregistration.k8s.io',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io',
  ClusterRole: 'rbac.authorization.k8s.io',
  ClusterRoleBinding: 'rbac.authorization.k8s.io',
  Role: 'rbac.authorization.k8s.io',
  RoleBinding: 'rbac.authorization.k8s.io',
};

export function ignoreRulesOf(cell: Cell): readonly IgnoreRule[] {
  return itemsOf(cell).map(ruleOf);
}

/** Argo CD's words; `managers` is short for `managedFieldsManagers`. */
function ruleOf(cell: Cell): IgnoreRule {
  const at = fieldsOf(cell, RULE);
  const kind = textOf(at('kind'));
  const group = optionalText(at('group')) ?? '';
  const usual = GROUPS[kind];
  if (usual !== undefined && group === '')
    throw invalid(
      at('kind'),
      `${where(cell)} names no group, and the core group has no ${kind}`,
      `add group: ${usual}`,
    );
  const rule = {
    group,
    kind,
    ...present({
      namespace: optionalText(at('namespace')),
      name: optionalText(at('name')),
      unmanaged: flagOf(at('unmanaged')),
    }),
    jsonPointers: itemsOf(at('jsonPointers')).map(pointerOf),
    jqPathExpressions: textsOf(at('jqPathExpressions')),
    managedFieldsManagers: [...textsOf(at('managedFieldsManagers')), ...textsOf(at('managers'))],
  };
  if (rule.unmanaged === true) return rule;
  if (rule.jsonPointers.length + rule.jqPathExpressions.length + rule.managedFieldsManagers.length > 0)
    return rule;
  throw invalid(
    cell,
    `${where(cell)} says of ${kind} nothing to ignore`,
    'add jsonPointers: [/path/to/field]',
  );
}

function pointerOf(cell: Cell): string {
  const pointer = textOf(cell);
  if (pointer.startsWith('/')) return pointer;
  const written = pointer.replace(/^\./, '').replaceAll('.', '/');
  throw invalid(cell, `${where(cell)} is no JSON pointer: ${pointer}`, `begin it with a slash: /${written}`);
}
