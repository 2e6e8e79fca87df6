import type { Owner } from '../drift/types.ts';
import type { Json } from '../object.ts';

const LONGEST = 60;

/** A value within a sentence. */
export function valueWords(value: Json): string {
  const text = typeof value === 'string' && /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** The command that a field manager's name stands for; nobody is named who is not known. */
export function setBy(owner: Owner | null): string {
  if (owner === null) return 'somebody';
  const { manager, subresource } = owner;
  const verb =
    /^kubectl-(edit|patch|set|label|annotate|replace|rollout|autoscale|expose|taint|create|run)$/.exec(
      manager,
    )?.[1];
  if (verb !== undefined) return `\`kubectl ${verb}\``;
  if (manager === 'kubectl' && subresource === 'scale') return '`kubectl scale`';
  if (manager === 'kubectl-client-side-apply') return '`kubectl apply`';
  return subresource === null ? manager : `${manager} (through /${subresource})`;
}
