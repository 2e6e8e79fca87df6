import { type Argv, texts } from '../argv.ts';
import { UsageError } from '../errors.ts';

/** The kubectl command line behind `--`. Throws UsageError where there is none. */
export function kubectlWords(argv: Argv, command: string): readonly string[] {
  const words = argv['--'] === undefined ? [] : texts(argv, '--');
  if (words.length > 0) return words;
  throw new UsageError('BAD_USAGE', `guard ${command} needs the kubectl command it is about`, {
    hint: `write it after --: kubectl gitops guard ${command} -- scale deployment/web --replicas=3`,
  });
}
