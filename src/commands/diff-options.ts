import { type Argv, type CommonOptions, commonOptions, oneOf, text, texts } from '../argv.ts';
import type { Query } from '../engine/query.ts';
import { UsageError } from '../errors.ts';
import type { OutputForm } from '../output/types.ts';

export interface DiffOptions extends CommonOptions, Omit<Query, keyof CommonOptions> {
  readonly exitZero: boolean;
  readonly output: OutputForm;
}

/** Throws UsageError for flags that contradict each other. */
export function diffOptions(argv: Argv): DiffOptions {
  const options: DiffOptions = {
    ...commonOptions(argv),
    targets: texts(argv, 'TARGET'),
    filenames: texts(argv, 'filename'),
    kustomize: texts(argv, 'kustomize'),
    recursive: argv.recursive === true,
    selector: text(argv, 'selector'),
    revision: text(argv, 'revision'),
    verify: argv.verify === true,
    showIgnored: argv['show-ignored'] === true,
    unmanaged: argv.unmanaged === true,
    exitZero: argv['exit-zero'] === true,
    output: oneOf(argv.output, ['text', 'json', 'yaml', 'name', 'diff']) ?? 'text',
  };
  if (argv['all-namespaces'] === true && options.namespace !== undefined) {
    throw new UsageError('BAD_FLAG', '--namespace and --all-namespaces contradict each other', {
      hint: 'give one of them',
    });
  }
  const limits = [
    ...options.targets,
    ...options.filenames,
    ...options.kustomize,
    options.selector ?? [],
  ].flat();
  if (options.unmanaged && limits.length > 0) {
    throw new UsageError(
      'BAD_FLAG',
      '--unmanaged needs all that git declares: it takes no TARGET, -f, -k or -l',
      {
        hint: 'leave them out; -n NAMESPACE limits it',
      },
    );
  }
  if (options.revision !== undefined && options.filenames.includes('-')) {
    throw new UsageError('BAD_FLAG', '--revision cannot be read from standard input', {
      hint: 'leave out -f -',
    });
  }
  return options;
}
