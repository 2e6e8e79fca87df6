import type { Json } from '../object.ts';
import { reportValue } from './json.ts';
import type { DriftReport } from './types.ts';

/** The JSON report, as YAML. */
export function yamlReport(report: DriftReport, stringify: (value: Json) => string): string {
  return stringify(reportValue(report));
}
