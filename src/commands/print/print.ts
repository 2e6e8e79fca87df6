import type { Deps } from '../../deps.ts';
import type { Json } from '../../object.ts';
import { diffReport } from '../../output/diff.ts';
import { jsonReport } from '../../output/json.ts';
import { nameReport } from '../../output/name.ts';
import { textReport } from '../../output/text.ts';
import type { DriftReport, OutputForm } from '../../output/types.ts';
import { yamlReport } from '../../output/yaml.ts';

export interface Printing {
  readonly color: boolean;
  readonly deps: Pick<Deps, 'stdout' | 'now'>;
  readonly stringify: (value: Json) => string;
}

export function printReport(
  report: DriftReport,
  form: OutputForm,
  { color, deps, stringify }: Printing,
): string {
  switch (form) {
    case 'json':
      return jsonReport(report);
    case 'yaml':
      return yamlReport(report, stringify);
    case 'name':
      return nameReport(report);
    case 'diff':
      return diffReport(report, stringify);
    case 'text':
      return textReport(report, {
        color,
        tty: deps.stdout.isTTY === true,
        // some terminals say that they have no columns
        columns: deps.stdout.columns || 100,
        now: deps.now(),
      });
  }
}
