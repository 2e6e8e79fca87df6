import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, isObject, type Json } from '../../object.ts';
import { parsePositioned } from '../../source/positions.ts';
import { diskView } from '../../view.ts';
import { fieldOf, type Sources, sourcesOf } from '../field.ts';
import { resolveIn } from '../tree-files.ts';
import type { FieldSource, Locate, Root, Tree } from '../types.ts';
import { type Chart, readChart } from './chart.ts';
import { linesOf } from './template.ts';

/** A line that is nothing but one value: `replicas: {{ .Values.web.replicas | default 1 }}`. */
const VALUE_LINE =
  /^["']?\{\{-?\s*(?:(?:quote|int|int64|toString)\s+)?\.Values\.([\w.]+)\s*(?:\|\s*(?:quote|squote|int|int64|toString|default\s+[^|{}]+?)\s*)*-?\}\}["']?$/;

/** The way back from what Helm rendered: the template's line, or the line of the values file that decides it. */
export async function locateHelm(root: Root, tree: Tree): Promise<Locate> {
  // the templates of a chart from elsewhere are not in the tree
  if (root.helm?.chart !== undefined) return async () => null;
  const chart = readChart(diskView(tree.dir), root.path);
  const sources = sourcesOf(tree);
  return async ({ object, origin }, path) => {
    const { file } = origin;
    if (file === null || !existsSync(join(tree.dir, file))) return null;
    const text = readFileSync(join(tree.dir, file), 'utf8');
    if (path.length === 0) {
      const kinds = linesOf(text, ['kind']).filter(({ value }) => value === object.kind);
      return { file, line: kinds.length === 1 ? (kinds[0]?.line ?? null) : null };
    }
    const [found, ...others] = linesOf(text, path);
    const field = fieldOf(object, path);
    if (found === undefined || others.length > 0 || field === null) return { file, line: null };
    const { value, isOnly } = field;
    const reference = VALUE_LINE.exec(found.value)?.[1]?.split('.');
    const decided = reference && valueLine(root, chart, sources, file, reference, value);
    if (decided) return decided;
    const isCertain = found.value.includes('{{') ? isOnly : says(found.value, value);
    return { file, line: isCertain ? found.line : null };
  };
}

/** The last file that sets a value counts; it is believed only if it says what was rendered. */
function valueLine(
  root: Root,
  chart: Chart,
  { tree, positioned }: Sources,
  template: string,
  reference: readonly string[],
  value: Json,
): FieldSource | null {
  const subchart = subchartOf(chart, template);
  const whole = subchart === null ? reference : [subchart, ...reference];
  // what the deployer gives counts more than any file
  if (isGiven(root, whole, positioned)) return { file: template, line: null };
  const given = [...(root.helm?.values ?? [])].reverse().map((file) => ({ file, path: whole }));
  const own = { file: resolveIn(chart.dir, 'values.yaml'), path: whole };
  const below =
    subchart === null
      ? []
      : [{ file: resolveIn(chart.dir, `charts/${subchart}/values.yaml`), path: reference }];
  for (const { file, path } of [...given, own, ...below]) {
    if (!existsSync(join(tree.dir, file))) continue;
    const values = positioned(readFileSync(join(tree.dir, file), 'utf8'));
    const written = values.valueOf(path);
    if (written === undefined || written === null) continue;
    return String(written) === String(value) ? { file, line: values.lineOf(path) } : null;
  }
  return null;
}

function isGiven({ helm }: Root, path: readonly string[], positioned: Sources['positioned']): boolean {
  const { inlineValues, parameters = [] } = helm ?? {};
  const isInline = inlineValues !== undefined && positioned(inlineValues).valueOf(path) !== undefined;
  return isInline || parameters.some(({ name }) => name === path.join('.'));
}

function subchartOf({ dir }: Chart, template: string): string | null {
  const within = dir === '.' ? template : template.slice(dir.length + 1);
  return /^charts\/([^/]+)\//.exec(within)?.[1] ?? null;
}

/** A map or list is declared where its key is; a scalar only where it is written. */
function says(written: string, value: Json): boolean {
  if (isObject(value) || isArray(value)) return written === '';
  const read = parsePositioned(`value: ${written}`).valueOf(['value']);
  return read !== undefined && String(read) === String(value);
}
