import { type Argv, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { install } from '../shim/install.ts';
import { shimSource } from '../shim/places.ts';
import { isShell, SHELLS, type Shell, shellFunction, shellOf } from '../shim/shells.ts';
import { status } from '../shim/status.ts';
import { installText, statusText, uninstallText } from '../shim/text.ts';
import { uninstall } from '../shim/uninstall.ts';

/** `guard install`: puts the shim where PATH finds it before kubectl. */
export async function guardInstall(argv: Argv, deps: Deps): Promise<ExitCode> {
  const dir = text(argv, 'dir');
  const shell = shellFrom(argv);
  const report = install(deps, {
    ...(dir === undefined ? {} : { dir }),
    ...(shell === undefined ? {} : { shell }),
    write: argv.write === true,
  });
  deps.stdout.write(installText(report));
  return EXIT.ok;
}

/** `guard uninstall`: removes what install made, and nothing else. */
export async function guardUninstall(_argv: Argv, deps: Deps): Promise<ExitCode> {
  deps.stdout.write(uninstallText(uninstall(deps)));
  return EXIT.ok;
}

/** `guard status`: 0 the guard is on, proven by running kubectl; 1 it is off. */
export async function guardStatus(_argv: Argv, deps: Deps): Promise<ExitCode> {
  const found = await status(deps);
  deps.stdout.write(statusText(found));
  return found.works ? EXIT.ok : EXIT.differences;
}

/** `guard shell`: the function to put into a shell's start file, for who wants no folder in PATH. */
export async function guardShell(argv: Argv, deps: Deps): Promise<ExitCode> {
  deps.stdout.write(shellFunction(shellFrom(argv) ?? shellOf(deps.env), shimSource()));
  return EXIT.ok;
}

function shellFrom(argv: Argv): Shell | undefined {
  const name = text(argv, 'shell');
  if (name === undefined || isShell(name)) return name;
  throw new UsageError('UNKNOWN_SHELL', `there is no shim for the shell ${name}`, {
    hint: `name the shell: --shell ${SHELLS.join('|')}`,
  });
}
