import { text as readAll } from 'node:stream/consumers';
import type { Deps } from '../../deps.ts';
import { type KubectlCommand, readKubectl } from '../../guard/kubectl/command.ts';
import type { GuardReport } from '../../guard/types.ts';
import { EVERYTHING, type Query } from '../query.ts';
import { type Judged, judge } from './judge.ts';
import { askedBy } from './read-command.ts';

export interface JudgedCommand {
  readonly command: KubectlCommand;
  readonly report: GuardReport;
  /** Absent where no object was asked about. */
  readonly judged: Judged | null;
  /** What was read from standard input to decide; null: nothing was. */
  readonly stdin: string | null;
}

/** Reads a kubectl command line, and standard input where the command would, and decides about it. */
export async function judgeCommand(words: readonly string[], deps: Deps): Promise<JudgedCommand> {
  const command = readKubectl(words);
  const stdin = command.readsStdin ? await readAll(deps.stdin) : null;
  const asked = await askedBy(command, stdin, deps);
  const judged =
    asked === null || asked.targets.length + asked.manifests.length === 0
      ? null
      : await judge(asked, words, queryOf(command), deps);
  return { command, report: judged?.report ?? nothing(command, words), judged, stdin };
}

function nothing({ verb }: KubectlCommand, command: readonly string[]): GuardReport {
  return {
    decision: { verdict: 'allow', breakGlass: true, reasons: [] },
    verb,
    context: '',
    command,
    explanations: [],
  };
}

/** The same server, login and namespace as the command's own. */
export function queryOf(command: KubectlCommand): Query {
  return {
    ...EVERYTHING,
    context: command.context,
    kubeconfig: command.kubeconfig,
    as: command.as,
    asGroup: command.asGroup,
    requestTimeout: TIMEOUT,
    overrides: command.direct,
    namespace: undefined,
    env: undefined,
  };
}

/** Milliseconds: nobody waits longer to be asked. */
const TIMEOUT = 3000;
