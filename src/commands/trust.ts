import { type Argv, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { openTrust } from '../engine/trust/open.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { confirm } from '../terminal/confirm.ts';

/** `kubectl gitops trust`: shows what a repository wants to run, and lets it, from now on and unchanged. */
export async function trust(argv: Argv, deps: Deps): Promise<ExitCode> {
  const trusting = await openTrust(text(argv, 'PATH') ?? '.', deps);
  if (argv.revoke === true) {
    trusting.revoke();
    deps.stdout.write('no command of this repository is trusted any more\n');
    return EXIT.ok;
  }
  for (const { argv: words, cwd, isTrusted } of trusting.commands)
    deps.stdout.write(
      printable(`${isTrusted ? 'trusted' : 'not trusted'}  ${JSON.stringify(words)}  in ${cwd}\n`),
    );
  if (argv.list === true || trusting.commands.every(({ isTrusted }) => isTrusted)) return EXIT.ok;
  if (argv.yes !== true && !(await confirm('Let these run whenever something is rendered?', deps, 'no'))) {
    throw new UsageError('NOT_TRUSTED', 'nothing was trusted', {
      hint: 'look at the commands, then run: kubectl gitops trust --yes',
    });
  }
  trusting.trust();
  deps.stdout.write('trusted\n');
  return EXIT.ok;
}
