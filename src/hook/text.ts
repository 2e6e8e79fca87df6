import type { InstallReport } from './install.ts';
import { shownPath } from './place.ts';
import type { Step } from './plan.ts';
import { stepsText } from './plan-text.ts';
import type { HookStatus } from './status.ts';
import type { UninstallReport } from './uninstall.ts';

const STATUS = 'see whether it works: kubectl gitops hook status';

/** What `hook install` prints. */
export function installText({ manager, at, next, steps, top }: InstallReport): string {
  const shown = done(steps, top);
  const first =
    shown.length === 0 ? `installed already in ${at} (${manager})` : `installed in ${at} (${manager})`;
  return text([first, ...shown.map((line) => `  ${line}`), ...next, STATUS]);
}

/** What `hook install --print` prints: what would be done, and has not been. */
export function printText({ manager, at, next, steps, top }: InstallReport): string {
  if (steps.length === 0) return text([`installed already in ${at} (${manager})`, ...next]);
  return `${stepsText(steps, top)}${next.map((line) => `${line}\n`).join('')}`;
}

/** What `hook uninstall` prints. */
export function uninstallText({ steps, top }: UninstallReport): string {
  const shown = done(steps, top);
  return text(shown.length === 0 ? ['nothing is installed'] : shown);
}

/** Said before `hook status` pushes: not all managers can be told to run nothing but ours. */
export const BEFORE_PUSH = 'pushing to a throwaway repository; other hooks of this one may run, too\n';

/** What `hook status` prints: the one sentence that matters, then how it was found out, then what to do. */
export function statusText({ works, sites, version, reason, said }: HookStatus): string {
  const facts = [
    ...sites.map(({ manager, at }) => `  in       ${at} (${manager})`),
    ...(version === null ? [] : [`  plugin   kubectl-gitops ${version}`]),
  ];
  if (works || reason === null)
    return text(['the hook is on: a push was asked about, and its refusal stopped it', ...facts]);
  return text([
    `the hook is off: ${reason.what}`,
    ...facts,
    ...said.map((line) => `  said     ${line}`),
    `hint: ${reason.hint}`,
  ]);
}

/** Only what a user would look for; records and folders of our own are none of it. */
function done(steps: readonly Step[], top: string): readonly string[] {
  return steps.flatMap((step) => {
    if (step.do === 'run') return [`ran ${[step.program, ...step.args].join(' ')}`];
    if (step.do === 'move')
      return [`moved ${shownPath(step.from, { top })} to ${shownPath(step.to, { top })}`];
    if (step.do === 'rmdir' || step.file.endsWith('/hook.json')) return [];
    const file = shownPath(step.file, { top });
    if (step.after === null) return [`removed ${file}`];
    return [`${step.before === null ? 'wrote' : 'changed'} ${file}`];
  });
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
