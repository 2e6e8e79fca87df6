import { type KubeObject, objectAt, stringOr } from '../object.ts';

const PREFIX = 'pod-security.kubernetes.io/';

/** What a Namespace says of PodSecurity, every mode and version; `''` where it says nothing. */
export function securityLabels(namespace: KubeObject): string {
  return Object.entries(objectAt(namespace.metadata.labels))
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => `${key.slice(PREFIX.length)}=${stringOr(value, '')}`)
    .sort()
    .join();
}

/** The strictest level that a Namespace enforces or warns of; null: none. */
export function securityOf(namespace: KubeObject): string | null {
  const labels = objectAt(namespace.metadata.labels);
  const levels = ['enforce', 'warn', 'audit'].map((mode) => stringOr(labels[`${PREFIX}${mode}`], ''));
  return levels.find((level) => level !== '' && level !== 'privileged') ?? null;
}
