import type { PrePushSettings, ProblemCode, RuleAction } from '../config/settings.ts';
import type { PushVerdict, Severity } from './types.ts';

/** What stops a push unless `prePush.rules` says otherwise; everything else warns. */
const BLOCKING: readonly ProblemCode[] = [
  'RENDER_FAILED',
  'SERVER_REJECTED',
  'UNKNOWN_FIELD',
  'IMMUTABLE_FIELD',
  'OVERWRITES_LIVE',
  'NO_SUCH_KIND',
  'NO_SUCH_NAMESPACE',
  'PLAINTEXT_SECRET',
];
/** What no state of the cluster excuses, and no ref that nothing deploys from: once pushed it is read by others. */
const EVERYWHERE: readonly ProblemCode[] = ['PLAINTEXT_SECRET'];
/** What says that something was not checked: `prePush.unreachable` decides, where no rule does. */
const UNCHECKED: readonly ProblemCode[] = ['UNREACHABLE', 'TIMEOUT', 'FORBIDDEN'];

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Where a problem was found. */
export interface Standing {
  /** Some environment deploys from the ref. */
  readonly deploys: boolean;
  /** It would not stop a push, whatever its code says. */
  readonly softened?: boolean;
  /** As `GITOPS_HOOK` or `gitops.prePush` says; null: as configured. */
  readonly mode: 'warn' | 'block' | null;
}

/** How severe a problem is; null: nobody wants to hear of it. */
export function severityOf(
  code: ProblemCode,
  { rules, unreachable }: Pick<PrePushSettings, 'rules' | 'unreachable'>,
  { deploys, mode, softened = false }: Standing,
): Severity | null {
  const action = rules.get(code) ?? defaultOf(code, unreachable);
  if (action === 'off') return null;
  if (action === 'warn' || mode === 'warn' || softened) return 'warning';
  return deploys || EVERYWHERE.includes(code) ? 'error' : 'warning';
}

function defaultOf(code: ProblemCode, unreachable: RuleAction): RuleAction {
  if (UNCHECKED.includes(code)) return unreachable;
  return BLOCKING.includes(code) ? 'block' : 'warn';
}

/** The report's own verdict: the worst of its problems. */
export function verdictOf(problems: readonly { readonly severity: Severity }[]): PushVerdict {
  if (problems.some(({ severity }) => severity === 'error')) return 'block';
  return problems.some(({ severity }) => severity === 'warning') ? 'warn' : 'allow';
}
