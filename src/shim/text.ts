import type { InstallReport } from './install.ts';
import type { ShimStatus } from './status.ts';
import type { UninstallReport } from './uninstall.ts';

/** What `guard install` prints. */
export function installText(report: InstallReport): string {
  const lines = [`installed ${report.shim}, before ${report.kubectl}`];
  if (report.startFileChanged)
    lines.push(`changed ${report.startFile}: a new ${report.shell} has it in PATH`);
  else if (!report.active)
    lines.push(`add this line to the end of ${report.startFile}, and start a new shell:`, `  ${report.line}`);
  return text([...lines, 'see whether it works: kubectl gitops guard status']);
}

/** What `guard uninstall` prints. */
export function uninstallText({ removed, changed, kept }: UninstallReport): string {
  const lines = [
    ...removed.map((file) => `removed ${file}`),
    ...changed.map((file) => `changed ${file}: the guard's lines are gone`),
    ...kept.map((file) => `kept ${file}: it is not the shim`),
  ];
  return text(lines.length === 0 ? ['nothing is installed'] : lines);
}

/** What `guard status` prints: the one sentence that matters, then how it was found out, then what to do. */
export function statusText({ works, first, answer, installed }: ShimStatus): string {
  if (works && answer !== null)
    return text(['the guard is on', `  kubectl  ${answer.shim}`, `  then     ${answer.kubectl}`]);
  const found = `  kubectl  ${first ?? 'not in PATH'}`;
  if (answer !== null)
    return text([
      `the guard is off: the plugin ${answer.guard}`,
      found,
      `  plugin   ${answer.plugin ?? 'not found'}`,
      'hint: run kubectl gitops version to see why',
    ]);
  const [shim] = installed;
  if (shim === undefined)
    return text(['the guard is off: no shim is installed', found, 'hint: kubectl gitops guard install']);
  return text([
    'the guard is off: another kubectl comes first in PATH',
    found,
    `  shim     ${shim}`,
    'hint: run kubectl gitops guard install for the line that your shell has to read',
  ]);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
