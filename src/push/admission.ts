import { groupOf, type KubeObject } from '../object.ts';

const BY_GROUP: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io': [
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
  ],
  'kyverno.io': ['ClusterPolicy', 'Policy'],
  'policies.kyverno.io': ['ValidatingPolicy', 'MutatingPolicy', 'ImageValidatingPolicy'],
  'templates.gatekeeper.sh': ['ConstraintTemplate'],
  '': ['ResourceQuota', 'LimitRange'],
};

/** Whether an object has a say in what other objects are accepted: one that comes with a push has none yet. */
export function isAdmission({ apiVersion, kind }: KubeObject): boolean {
  const group = groupOf(apiVersion);
  return BY_GROUP[group]?.includes(kind) === true || group === 'constraints.gatekeeper.sh';
}
