import { type Argv, commonOptions, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { judgeRange } from '../engine/push/judge.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { startProgress } from '../terminal/progress.ts';

/** `kubectl gitops validate`: what a push would do, judged by the API server before it is one. */
export async function validate(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = {
    ...commonOptions(argv),
    targets: texts(argv, 'TARGET'),
    filenames: [],
    kustomize: [],
    recursive: false,
    selector: undefined,
    revision: undefined,
    verify: false,
    showIgnored: false,
  };
  const progress = startProgress(deps, options);
  try {
    const range = { base: text(argv, 'base'), head: text(argv, 'head') };
    const report = await judgeRange(range, options, deps, progress.step);
    progress.stop();
    const { verdict, ...rest } = report;
    deps.stdout.write(
      `${JSON.stringify({ apiVersion: 'kubectl-gitops/v1', kind: 'PushReport', verdict, ...rest }, null, 2)}\n`,
    );
    return verdict === 'block' ? EXIT.invalid : EXIT.ok;
  } finally {
    progress.stop();
  }
}
