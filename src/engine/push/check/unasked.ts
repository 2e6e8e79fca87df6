import type { GitopsError } from '../../../errors.ts';
import { describe, nameOf } from '../../../object.ts';
import type { Item } from '../../types.ts';
import type { Tell } from '../types.ts';
import { codeOf } from './found/found.ts';

/** Objects that the server could not be asked about: a missing right or a webhook that is down is told once. */
export interface Unasked {
  readonly add: (item: Pick<Item, 'app' | 'desired'>, error: GitopsError) => void;
  readonly tellAll: (tell: Tell) => void;
}

interface Reason {
  readonly error: GitopsError;
  readonly items: Pick<Item, 'app' | 'desired'>[];
}

/** `where`: the environment, as people name it. */
export function newUnasked(where: string): Unasked {
  const reasons = new Map<string, Reason>();
  return {
    add: (item, error) => {
      const kind = kindOf(error);
      const known = reasons.get(kind);
      if (known === undefined) reasons.set(kind, { error, items: [item] });
      else known.items.push(item);
    },
    tellAll: (tell) => {
      for (const { error, items } of reasons.values()) {
        const [first, ...more] = items;
        if (first === undefined) continue;
        const object = nameOf(first.desired);
        const many =
          more.length === 0
            ? `${where} was not asked about ${describe(object)}`
            : `${where} was not asked about ${items.length} objects, ${describe(object)} the first of them`;
        tell({
          code: codeOf(error),
          root: first.app.root.path,
          object: more.length === 0 ? object : null,
          path: null,
          message: `${many}: ${error.message}`,
          hint: isEscalation(error)
            ? 'who deploys may grant it: ask as the deployer, --as=system:serviceaccount:NAMESPACE:NAME'
            : (error.hint ?? null),
          source: null,
        });
      }
    },
  };
}

/** Nobody may grant what they do not hold: that says something of the login, and nothing of the manifest. */
function isEscalation({ message }: GitopsError): boolean {
  return /attempting to grant RBAC permissions not currently held/.test(message);
}

function kindOf(error: GitopsError): string {
  const webhook = /failed calling webhook "([^"]+)"/.exec(error.message)?.[1] ?? '';
  return `${error.code} ${isEscalation(error) ? 'escalation' : ''} ${webhook}`;
}
