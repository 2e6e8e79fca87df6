import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { type GitopsError, ManifestError, messageOf } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { isArray, isObject, type Json } from '../../object.ts';
import { diskView } from '../../view.ts';
import { cached } from '../cache.ts';
import { checkAll, itemsOf, type Value } from '../manifest.ts';
import { missingProgram, runProgram, withoutTree } from '../program/program.ts';
import { programsOf } from '../program/programs.ts';
import type { Rendering, Root, Target, Tree } from '../types.ts';
import { entriesOf, jsonnetInputs, librariesOf } from './inputs.ts';

/** Renders with the user's `jsonnet`. Which line an object comes from, jsonnet does not tell. */
export async function renderJsonnet(root: Root, tree: Tree, _target: Target, deps: Deps): Promise<Rendering> {
  const view = diskView(tree.dir);
  const ingredients = {
    programs: programsOf('jsonnet', deps),
    inputs: () => jsonnetInputs(root, view),
    target: null,
  };
  return cached(root, view, ingredients, deps, () => evaluateAll(root, tree, deps));
}

async function evaluateAll(root: Root, tree: Tree, deps: Deps): Promise<Rendering> {
  const entries = entriesOf(root, diskView(tree.dir));
  const outputs = await mapLimit(entries, 4, (file) => evaluate(root, tree, file, deps));
  const values: Value[] = [];
  const problems: GitopsError[] = [];
  for (const [index, output] of outputs.entries()) {
    const file = entries[index] ?? root.path;
    const origin = { file, document: null, line: null, item: null };
    try {
      values.push(...objectsOf(output, file, root).map((value) => ({ value, origin })));
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      problems.push(error);
    }
  }
  const read = checkAll(values);
  return { ...read, problems: [...problems, ...read.problems] };
}

async function evaluate(root: Root, tree: Tree, file: string, deps: Deps): Promise<Json> {
  const { extVars = {}, tlas = {}, extCode = {}, tlaCode = {} } = root.jsonnet ?? {};
  const paths = librariesOf(root).filter((path) => existsSync(join(tree.dir, path)));
  const args = [
    ...paths.flatMap((path) => ['-J', path]),
    ...variables('--ext-str', extVars),
    ...variables('--ext-code', extCode),
    ...variables('--tla-str', tlas),
    ...variables('--tla-code', tlaCode),
    ...['--', file],
  ];
  const ran = await runProgram(deps, 'jsonnet', args, tree.dir);
  if (ran.missing) {
    throw missingProgram(
      'jsonnet',
      root.path,
      'run: go install github.com/google/go-jsonnet/cmd/jsonnet@latest',
    );
  }
  if (ran.code !== 0) throw jsonnetError(root, file, withoutTree(ran.stderr, tree.dir));
  return parse(ran.stdout, file);
}

function variables(flag: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

function parse(stdout: string, file: string): Json {
  try {
    const value: Json = JSON.parse(stdout);
    return value;
  } catch (cause) {
    throw new ManifestError('RENDER_FAILED', `${file} does not give JSON: ${messageOf(cause)}`, {
      hint: 'make it give an object or an array',
      cause,
    });
  }
}

function jsonnetError(root: Root, file: string, stderr: string): ManifestError {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const first = (lines[0] ?? 'no message').replace(/^RUNTIME ERROR: /, '');
  const missing = /couldn't open import "([^"]+)"/.exec(first)?.[1];
  return new ManifestError('RENDER_FAILED', `jsonnet cannot render ${root.path}: ${first}`, {
    facts: lines.slice(1, 3).map((line) => line.trim().replaceAll('\t', ' ')),
    hint:
      missing === undefined
        ? `correct ${file}`
        : `run: jb install, or name the directory of ${missing} as a library`,
  });
}

function objectsOf(output: Json, file: string, { jsonnet }: Root): readonly Json[] {
  if (jsonnet?.files !== undefined) return listed(output);
  if (isObject(output) || isArray(output)) return collect(output);
  throw new ManifestError('NOT_KUBERNETES', `${file} gives ${JSON.stringify(output)}, which is no object`, {
    hint: 'give an object, an array of objects, or an object of objects',
  });
}

/** One object or a list of them, as Argo CD has it; whoever checks them says what another value lacks. */
function listed(output: Json): readonly Json[] {
  const values = isArray(output) ? output.filter((one) => one !== null) : [output];
  return values.flatMap((one) => (isObject(one) ? (itemsOf(one) ?? [one]) : [one]));
}

/** Objects wherever they are: kube-prometheus and its like nest them in objects, beside settings. */
function collect(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(collect);
  if (!isObject(value)) return [];
  const { apiVersion, kind } = value;
  const items = itemsOf(value);
  if (items !== null) return items.flatMap(collect);
  // With only one of the two it was meant to be an object: whoever checks it says what it lacks.
  if (typeof apiVersion === 'string' || (typeof kind === 'string' && isObject(value.metadata)))
    return [value];
  return Object.values(value).flatMap(collect);
}
