import type { Fate } from '../drift/types.ts';
import type { Act, Declaration, Holder } from './types.ts';

export interface Outcome {
  readonly fate: Fate;
  readonly because: string;
}

/** What would become of a change that somebody made past git, by what is known of the deployer. */
export function outcomeOf(act: Act, holder: Holder | null, declaration: Declaration | null): Outcome {
  const undone = act === 'delete' ? 'creates it again' : 'sets it back';
  if (holder === null) return byNextApply(undone, declaration);
  const { deployer, tool, settings } = holder;
  if (deployer === 'argocd' || deployer === 'flux') {
    if (settings === null)
      return { fate: 'unknown', because: `${tool} ${holder.name} may undo it: its settings cannot be read` };
    if (settings.suspended)
      return { fate: 'pending', because: `${tool} ${holder.name} is suspended: once resumed it ${undone}` };
    if (settings.selfHeal === true)
      return { fate: 'reverted', because: `${tool} ${holder.name} ${undone} within minutes, unasked` };
    return { fate: 'pending', because: `the next sync of ${tool} ${holder.name} ${undone}` };
  }
  if (deployer === 'helm')
    return { fate: 'pending', because: `the next helm upgrade of ${holder.name} ${undone}` };
  return byNextApply(undone, declaration);
}

function byNextApply(undone: string, declaration: Declaration | null): Outcome {
  const from = declaration === null ? 'git' : declaration.app;
  return { fate: 'pending', because: `the next apply of ${from} from git ${undone}` };
}
