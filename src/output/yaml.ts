import type { Json } from '../object.ts';
import { printable } from '../printable.ts';
import { jsonReport, reportValue } from './json.ts';
import type { DriftReport } from './types.ts';

/**
 * The JSON report, as YAML. With control characters in it, JSON itself (which is YAML too): only there can every one
 * of them be escaped and still be the same value.
 */
export function yamlReport(report: DriftReport, stringify: (value: Json) => string): string {
  const yaml = stringify(reportValue(report));
  return printable(yaml) === yaml ? yaml : jsonReport(report);
}
