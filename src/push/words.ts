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

/**
 * What the server says, the values that it repeats whole cut short: of an immutable pod template that is a page, and
 * the reason stands behind it.
 */
export function withoutLongValues(message: string): string {
  const parts = message.split(/(?<=Invalid value: )(?=[{[])/);
  return parts
    .map((part, index) => {
      const end = index === 0 ? 0 : endOfJson(part);
      if (end <= LONGEST) return part;
      return `${part.slice(0, 1)}…${part.slice(end - 1)}`;
    })
    .join('');
}

/** Where the JSON ends that a text begins with; 0: it does not end. */
function endOfJson(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return 0;
}
