import type { Fate } from '../drift/types.ts';
import type { Act, Declaration, FieldInGit, Holder } from './types.ts';

export interface Outcome {
  readonly fate: Fate;
  readonly because: string;
}

/**
 * What would become of a change that somebody made past git, by what is known of the deployer. `fields`: what it would change,
 * as far as that is known.
 */
export function outcomeOf(
  act: Act,
  holder: Holder | null,
  declaration: Declaration | null,
  fields: readonly FieldInGit[] = [],
): Outcome {
  const policy = holder?.settings?.policy;
  const isExtra = act === 'change' && fields.length > 0 && fields.every(({ git }) => git === undefined);
  if (isExtra && policy?.extras === 'kept')
    return { fate: 'kept', because: `${policy.by} leaves alone what git does not declare` };
  const undone = act === 'delete' ? 'creates it again' : 'sets it back';
  if (holder === null) return byNextApply(undone, declaration);
  const { deployer, tool, settings } = holder;
  if (deployer === 'argocd' || deployer === 'flux') {
    if (settings === null)
      return { fate: 'unknown', because: `${tool} ${holder.name} may undo it: its settings cannot be read` };
    const { idle, unsure, within, next } = settings.policy;
    if (settings.suspended)
      return { fate: 'pending', because: `${tool} ${holder.name} is suspended: once resumed it ${undone}` };
    if (idle !== null)
      return { fate: 'pending', because: `${idle}; ${next} of ${tool} ${holder.name} ${undone}` };
    if (unsure !== null) return { fate: 'unknown', because: `${tool} ${holder.name} may undo it: ${unsure}` };
    return { fate: 'reverted', because: `${tool} ${holder.name} ${undone} ${within}, unasked` };
  }
  if (deployer === 'helm')
    return { fate: 'pending', because: `the next helm upgrade of ${holder.name} ${undone}` };
  return byNextApply(undone, declaration);
}

function byNextApply(undone: string, declaration: Declaration | null): Outcome {
  const from = declaration === null ? 'git' : declaration.app;
  return { fate: 'pending', because: `the next apply of ${from} from git ${undone}` };
}

/** How to keep a deployer from undoing a change at once, and how that itself stays in git; none: it will not. */
export function holdBack({ fate }: Pick<Outcome, 'fate'>, holder: Holder | null): readonly string[] {
  if (fate !== 'reverted' || holder === null) return [];
  const [namespace = '', name = ''] = holder.name.includes('/')
    ? holder.name.split('/')
    : ['argocd', holder.name];
  switch (holder.tool) {
    case 'Argo CD Application':
      return [
        `stop it: kubectl patch applications.argoproj.io ${name} -n ${namespace} --type merge -p '{"spec":{"syncPolicy":{"automated":{"selfHeal":false}}}}'`,
        'in git: spec.syncPolicy.automated.selfHeal: false of the Application, if git declares it',
      ];
    case 'Flux Kustomization':
      return [
        `stop it: flux suspend kustomization ${name} -n ${namespace}`,
        'in git: spec.suspend: true of the Kustomization',
      ];
    case 'Flux HelmRelease':
      return [
        `stop it: flux suspend helmrelease ${name} -n ${namespace}`,
        'in git: spec.suspend: true of the HelmRelease',
      ];
    default:
      return [];
  }
}
