import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManifestError } from '../../errors.ts';
import { diskView } from '../../view.ts';
import { withoutTree } from '../program/program.ts';
import type { Root, Tree } from '../types.ts';
import { type Chart, sourceFile } from './chart.ts';

/** What `helm template` said, with the line of the template that it is about. */
export function helmError(root: Root, chart: Chart, tree: Tree, stderr: string): ManifestError {
  const said = withoutTree(stderr, tree.dir)
    .replace(/\n*Use --debug flag to render out invalid YAML\s*$/, '')
    .replace(/^[\s\S]*?Error: /, '')
    .trim();
  const place = placeOf(said);
  const message = `helm cannot render ${root.path}: ${reasonOf(said)}`;
  if (place === null) {
    const facts = said
      .split('\n')
      .slice(1)
      .filter((line) => line.trim() !== '');
    return new ManifestError('RENDER_FAILED', message, { facts, hint: hintFor(said, root) });
  }
  const file = sourceFile(chart, place.source, diskView(tree.dir));
  return new ManifestError('RENDER_FAILED', message, {
    facts: file === null ? [place.source] : factsOf(tree, file, place),
    hint: hintFor(said, root),
  });
}

interface Place {
  readonly source: string;
  readonly line: number | null;
  readonly column: number | null;
}

const POSITION = /([\w./-]+\.(?:ya?ml|tpl|txt|json)):(\d+)(?::(\d+))?/g;

/** The last position is the innermost: the others include it. */
function placeOf(said: string): Place | null {
  const last = [...said.matchAll(POSITION)].at(-1);
  if (last?.[1] !== undefined) {
    const column = last[3] === undefined ? null : Number(last[3]);
    return { source: last[1], line: Number(last[2]), column };
  }
  // Its line counts in what the template renders to, so it says nothing about the template.
  const broken = /^YAML parse error on ([^:]+):/.exec(said)?.[1];
  return broken === undefined ? null : { source: broken, line: null, column: null };
}

function factsOf(tree: Tree, file: string, { line, column }: Place): readonly string[] {
  if (line === null) return [file];
  const source = readFileSync(join(tree.dir, file), 'utf8').split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  const gutter = ' '.repeat(String(line).length);
  const caret = caretOf(source, column);
  return [
    `${file}:${line}${caret === null ? '' : `:${caret + 1}`}`,
    `${line} | ${source.replaceAll('\t', '→')}`,
    ...(caret === null ? [] : [`${gutter} | ${' '.repeat(caret)}^`]),
  ];
}

/** Go counts columns in bytes, from 0. */
function caretOf(source: string, column: number | null): number | null {
  return column === null ? null : Buffer.from(source).subarray(0, column).toString().length;
}

function reasonOf(said: string): string {
  const failed = /^execution error at \(.*?\): (.*)$/s.exec(said)?.[1];
  if (failed !== undefined) return failed;
  const parse = /^parse error at \(.*?\): (.*)$/s.exec(said)?.[1];
  if (parse !== undefined) return parse;
  const broken =
    /^YAML parse error on (\S+): error converting YAML to JSON: yaml: (?:line (\d+): )?(.*)$/s.exec(said);
  if (broken !== null) {
    const line = broken[2] === undefined ? '' : ` (line ${broken[2]} of its output)`;
    return `${broken[1]} renders to invalid YAML: ${broken[3]}${line}`;
  }
  // Helm 3 writes the calls on one line, Helm 4 one a line; the last part is the reason.
  const at = [...said.matchAll(/at <(.*?)>:\s*/gs)].at(-1);
  if (at === undefined) return said.split('\n')[0]?.replace(/:$/, '') ?? said;
  const reason = said
    .slice(at.index + at[0].length)
    .replace(/^error calling \w+:\s*/, '')
    .replace(/^template: /, '');
  return `${at[1]}: ${reason.trim().replace(/\s*\n\s*/g, ' ')}`;
}

function hintFor(said: string, root: Root): string {
  if (/nil pointer evaluating/.test(said))
    return 'set that value in a values file, or guard it in the template';
  if (/specifications of the schema/.test(said)) return `correct the values of ${root.path}`;
  if (/no template ".*" associated/.test(said)) return 'define that template, or correct its name';
  const absent = /^open (\S+): no such file/.exec(said)?.[1];
  if (absent !== undefined) return `create ${absent}, or take it out of the values files`;
  const unparsed = /^failed to parse (\S+):/.exec(said)?.[1];
  if (unparsed !== undefined) return `correct ${unparsed}`;
  return `correct it, then run: helm template ${root.path}`;
}
