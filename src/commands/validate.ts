import { type Argv, commonOptions, oneOf, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { validateRange } from '../engine/push/validate.ts';
import { EVERYTHING } from '../engine/query.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { Problem, PushReport } from '../push/types.ts';
import { colorOf } from '../terminal/color.ts';
import { startProgress } from '../terminal/progress.ts';
import { PRINT_PUSH, PUSH_FORMS } from './print/print-push.ts';
import { pushStyle } from './print/push-style.ts';

/** `kubectl gitops validate`: what a push would do, judged by the API server before it is one. */
export async function validate(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = {
    ...EVERYTHING,
    ...commonOptions(argv),
    targets: texts(argv, 'TARGET'),
  };
  const progress = startProgress(deps, options);
  try {
    const range = {
      base: text(argv, 'base'),
      head: text(argv, 'head'),
      renderOnly: argv['render-only'] === true,
    };
    const report = await validateRange(range, options, deps, progress.step);
    progress.stop();
    const print = PRINT_PUSH[oneOf(argv.output, PUSH_FORMS) ?? 'text'];
    const style = pushStyle(colorOf(options.color, deps), deps.stdout);
    deps.stdout.write(print(report, { ...style, renderOnly: argv['render-only'] === true }, deps.env));
    return exitCodeOf(report);
  } finally {
    progress.stop();
  }
}

/** What says that something was not asked. */
const UNCHECKED: readonly string[] = ['UNREACHABLE', 'TIMEOUT', 'FORBIDDEN'];
/** What is refused for what it would do; the rest no server would take, git or not. */
const REFUSED: readonly string[] = [
  'OVERWRITES_LIVE',
  'DELETES_OBJECT',
  'PLAINTEXT_SECRET',
  'DEPRECATED_API',
  'SERVER_WARNING',
];

function exitCodeOf({ verdict, problems }: PushReport): ExitCode {
  if (verdict !== 'block') return uncheckedCode(problems);
  const isInvalid = problems.some(
    ({ severity, code }) => severity === 'error' && !REFUSED.includes(code) && !UNCHECKED.includes(code),
  );
  if (isInvalid) return EXIT.invalid;
  const isRefused = problems.some(({ severity, code }) => severity === 'error' && REFUSED.includes(code));
  return isRefused ? EXIT.differences : uncheckedCode(problems);
}

/** Who asks wants to know: what the cluster was not asked about is no yes. */
function uncheckedCode(problems: readonly Problem[]): ExitCode {
  const unchecked = problems.filter(({ code }) => UNCHECKED.includes(code));
  if (unchecked.length === 0) return EXIT.ok;
  return unchecked.some(({ root }) => root === null) ? EXIT.cluster : EXIT.incomplete;
}
