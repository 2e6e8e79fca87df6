import { type Argv, commonOptions, oneOf, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EVERYTHING } from '../engine/query.ts';
import { renderForCluster } from '../engine/rendered/asked.ts';
import { encryptedIn, masked } from '../engine/rendered/masked.ts';
import type { RenderedApps } from '../engine/rendered/types.ts';
import { renderUnasked } from '../engine/rendered/unasked.ts';
import { EXIT, type ExitCode, type Warning } from '../errors.ts';
import { describe, nameOf } from '../object.ts';
import { jsonList, yamlStream } from '../output/rendered.ts';
import { toYaml } from '../source/positions.ts';
import { startProgress } from '../terminal/progress.ts';
import { warn } from '../terminal/warn.ts';

/** `kubectl gitops render`: what git declares, as its deployer would apply it. */
export async function render(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = {
    ...EVERYTHING,
    ...commonOptions(argv),
    targets: texts(argv, 'TARGET'),
    filenames: texts(argv, 'filename'),
    kustomize: texts(argv, 'kustomize'),
    recursive: argv.recursive === true,
    selector: text(argv, 'selector'),
    revision: text(argv, 'revision'),
  };
  const progress = startProgress(deps, options);
  try {
    const read = argv['render-only'] === true ? renderUnasked : renderForCluster;
    const rendered = await read(options, deps, progress.step);
    progress.stop();
    // what cannot be compared is applied all the same
    const warnings = rendered.warnings.filter(({ code }) => code !== 'GENERATED_NAME');
    warn(deps, options, rendered.problems, [...warnings, ...encryptedWarning(rendered.apps)]);
    const apps = argv['show-secrets'] === true ? rendered.apps : masked(rendered);
    deps.stdout.write(
      oneOf(argv.output, ['yaml', 'json']) === 'json' ? jsonList(apps) : yamlStream(apps, toYaml),
    );
    return exitCodeOf(rendered);
  } finally {
    progress.stop();
  }
}

/** What is applied is another object than the one that git has. */
function encryptedWarning(apps: RenderedApps['apps']): readonly Warning[] {
  const [first, ...more] = encryptedIn(apps);
  if (first === undefined) return [];
  const what = `${describe(nameOf(first))}${more.length === 0 ? '' : ` and ${more.length} more`}`;
  return [
    {
      code: 'ENCRYPTED_IN_GIT',
      message: `what SOPS encrypted is not decrypted here, its deployer applies other values: ${what}`,
      hint: 'see them as git has them: --show-secrets',
    },
  ];
}

/** Usage counts only where nothing else was answered: one target that is not there hides no other. */
function exitCodeOf({ apps, problems }: RenderedApps): ExitCode {
  const [first] = problems;
  if (first === undefined) return EXIT.ok;
  if (apps.some(({ objects }) => objects.length > 0)) return EXIT.incomplete;
  const codes = problems.map(({ exitCode }) => exitCode);
  return codes.includes(EXIT.cluster) ? EXIT.cluster : first.exitCode;
}
