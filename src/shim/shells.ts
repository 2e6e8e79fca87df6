import { basename, join } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { home } from './places.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function isShell(name: string): name is Shell {
  return SHELLS.some((shell) => shell === name);
}

/** The user's own shell, by `$SHELL`. Throws UsageError where that is none of the three. */
export function shellOf(env: Deps['env']): Shell {
  const name = basename(env.SHELL ?? '');
  if (isShell(name)) return name;
  throw new UsageError(
    'UNKNOWN_SHELL',
    name === '' ? 'SHELL is not set' : `there is no shim for the shell ${name}`,
    { hint: `name the shell: --shell ${SHELLS.join('|')}` },
  );
}

/** The file that a shell reads when it starts for a user at a terminal. */
export function startFileOf(shell: Shell, env: Deps['env']): string {
  switch (shell) {
    case 'bash':
      return join(home(env), '.bashrc');
    case 'zsh':
      return join(env.ZDOTDIR || home(env), '.zshrc');
    case 'fish':
      return join(env.XDG_CONFIG_HOME || join(home(env), '.config'), 'fish', 'config.fish');
  }
}

/** The line that puts a folder before all others of PATH. */
export function pathLine(shell: Shell, folder: string): string {
  return shell === 'fish'
    ? `set -gx PATH ${quoted(shell, folder)} $PATH`
    : `export PATH=${quoted(shell, folder)}:"$PATH"`;
}

/**
 * A shell function `kubectl` that calls the shim, for who wants no folder in PATH. It goes round a shim that is
 * gone. Completion is bound to the name, so it stays; where it was loaded already it is bound again.
 */
export function shellFunction(shell: Shell, shim: string): string {
  const file = quoted(shell, shim);
  if (shell === 'fish')
    return `function kubectl --wraps kubectl --description 'kubectl, guarded by kubectl-gitops'
  if test -x ${file}
    ${file} $argv
  else
    command kubectl $argv
  end
end
`;
  return `function kubectl {
  if [ -x ${file} ]; then
    ${file} "$@"
  else
    command kubectl "$@"
  fi
}
${COMPLETION[shell]}
`;
}

const COMPLETION = {
  bash: 'if declare -F __start_kubectl > /dev/null; then complete -o default -F __start_kubectl kubectl; fi',
  zsh: 'if (( $+functions[compdef] && $+functions[_kubectl] )); then compdef _kubectl kubectl; fi',
} as const;

/** A text as one word of the shell, whatever is in it. */
export function quoted(shell: Shell, text: string): string {
  const inside =
    shell === 'fish'
      ? text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
      : text.replaceAll("'", String.raw`'\''`);
  return `'${inside}'`;
}
