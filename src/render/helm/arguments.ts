import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withScratch } from '../program/program.ts';
import type { HelmOptions, Root, Target } from '../types.ts';

/** What `helm template` is to render, and where. */
export interface Templating {
  readonly release: string;
  /** A directory, or a packed chart. */
  readonly chart: string;
  /** Where the tree is laid out. */
  readonly dir: string;
  /** A file with the values that count more than all others; null: there are none. */
  readonly inlineValues: string | null;
}

/** Arguments of `helm template`. Texts from elsewhere are values of flags, or come after all flags: none is taken for one. */
export function templateArguments(root: Root, at: Templating, target: Target): readonly string[] {
  const { helm = {}, namespace = 'default' } = root;
  const kubeVersion = helm.kubeVersion ?? target.kubeVersion;
  const apiVersions = helm.apiVersions ?? target.apiVersions;
  return [
    ...['template', '--namespace', helm.namespace ?? namespace],
    ...(helm.skipCrds === true ? [] : ['--include-crds']),
    ...(helm.skipTests === true ? ['--skip-tests'] : []),
    ...(helm.skipSchemaValidation === true ? ['--skip-schema-validation'] : []),
    ...(kubeVersion === null ? [] : ['--kube-version', kubeVersion]),
    ...(apiVersions.length === 0 ? [] : ['--api-versions', apiVersions.join(',')]),
    ...valueFiles(helm, at).flatMap((file) => ['--values', file]),
    ...parametersOf(helm, at.dir),
    ...['--', at.release, at.chart],
  ];
}

function valueFiles(helm: HelmOptions, { dir, inlineValues }: Templating): readonly string[] {
  const files = (helm.values ?? []).map((file) => join(dir, file));
  const there = helm.ignoreMissingValues === true ? files.filter((file) => existsSync(file)) : files;
  return inlineValues === null ? there : [...there, inlineValues];
}

/** Of several parameters of a name the last counts. */
function parametersOf({ parameters = [], fileParameters = [] }: HelmOptions, dir: string): readonly string[] {
  const byName = new Map(parameters.map((one) => [`${one.forceString} ${one.name}`, one]));
  const files = new Map(fileParameters.map((one) => [one.name, one]));
  return [
    ...[...byName.values()].flatMap(({ name, value, forceString }) => [
      forceString ? '--set-string' : '--set',
      `${name}=${escaped(value)}`,
    ]),
    ...[...files.values()].flatMap(({ name, path }) => ['--set-file', `${name}=${escaped(join(dir, path))}`]),
  ];
}

/** A comma begins another parameter, save in a list (`{a,b}`) and where it is escaped already: Argo CD's rule. */
function escaped(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replace(/(?<!\\),/g, '\\,');
}

/** Work with a file of the values that the root itself gives: outside of the tree, for nobody else to read, soon gone. */
export async function withInlineValues<T>(
  { helm }: Root,
  work: (file: string | null) => Promise<T>,
): Promise<T> {
  const text = helm?.inlineValues;
  if (text === undefined) return work(null);
  return withScratch(async (scratch) => {
    const file = join(scratch, 'values.yaml');
    await writeFile(file, text, { mode: 0o600 });
    return work(file);
  });
}
