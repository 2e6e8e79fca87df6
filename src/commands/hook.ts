import { type Argv, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { install } from '../hook/install.ts';
import { isManager, MANAGERS, type Manager } from '../hook/ways/managers.ts';
import { status } from '../hook/status.ts';
import { BEFORE_PUSH, installText, printText, statusText, uninstallText } from '../hook/text.ts';
import { uninstall } from '../hook/uninstall.ts';
import { printable } from '../printable.ts';

/** `hook install`: puts the hook where the repository's hooks go through. */
export async function hookInstall(argv: Argv, deps: Deps): Promise<ExitCode> {
  const manager = managerFrom(argv);
  const print = argv.print === true;
  const report = await install(deps, { print, ...(manager === undefined ? {} : { manager }) });
  deps.stdout.write(printable(print ? printText(report) : installText(report)));
  return EXIT.ok;
}

/** `hook uninstall`: takes back what install did, and nothing else. */
export async function hookUninstall(_argv: Argv, deps: Deps): Promise<ExitCode> {
  deps.stdout.write(printable(uninstallText(await uninstall(deps))));
  return EXIT.ok;
}

/** `hook status`: 0 the hook is on, proven by a push; 1 it is off. */
export async function hookStatus(_argv: Argv, deps: Deps): Promise<ExitCode> {
  const found = await status(deps, () => deps.stderr.write(BEFORE_PUSH));
  deps.stdout.write(printable(statusText(found)));
  return found.works ? EXIT.ok : EXIT.differences;
}

function managerFrom(argv: Argv): Manager | undefined {
  const name = text(argv, 'manager');
  if (name === undefined || isManager(name)) return name;
  throw new UsageError('NO_SUCH_MANAGER', `there is no manager of hooks "${name}"`, {
    hint: `say one of: --manager ${MANAGERS.join('|')}`,
  });
}
