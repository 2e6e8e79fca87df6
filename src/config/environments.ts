import type { HelmOptions, JsonnetOptions } from '../render/types.ts';
import { below, type Cell, invalid, where } from './error.ts';
import {
  entriesOf,
  fieldsOf,
  flagOf,
  itemsOf,
  oneOf,
  optionalText,
  present,
  recordOf,
  textOf,
  textOrTexts,
  textsOf,
} from './reader.ts';
import { pathIn } from './paths.ts';
import { commandOf } from './renders.ts';
import type { AppEntry, Environment } from './types.ts';

export function environmentsOf(cell: Cell): readonly Environment[] {
  const environments = itemsOf(cell).map((item) => ({ item, environment: environmentOf(item) }));
  refuseTwice(
    environments.map(({ item, environment: { name } }) => ({ item, name })),
    'environments',
  );
  return environments.map(({ environment }) => environment);
}

const ENVIRONMENT = [
  'name',
  'context',
  'contexts',
  'server',
  'clusterId',
  'branch',
  'branches',
  'apps',
] as const;

function environmentOf(cell: Cell): Environment {
  const at = fieldsOf(cell, ENVIRONMENT);
  const name = textOf(at('name'));
  const contexts = [...textOrTexts(at('context')), ...textsOf(at('contexts'))];
  const server = serverOf(at('server'));
  const clusterId = optionalText(at('clusterId'));
  const bound = contexts.length > 0 || server !== undefined || clusterId !== undefined;
  const apps = itemsOf(at('apps')).map((item) => ({ item, app: appOf(item) }));
  refuseTwice(
    apps.map(({ item, app }) => ({ item, name: app.name ?? app.root })),
    'apps',
  );
  return {
    name,
    contexts: bound ? contexts : [name],
    ...present({ server, clusterId }),
    branches: [...textOrTexts(at('branch')), ...textsOf(at('branches'))],
    apps: apps.map(({ app }) => app),
  };
}

function serverOf(cell: Cell): string | undefined {
  const server = optionalText(cell);
  if (server === undefined || URL.canParse(server)) return server;
  throw invalid(
    cell,
    `${where(cell)} is no URL: ${server}`,
    'write it as the kubeconfig has it: https://HOST:6443',
  );
}

const APP: { readonly [K in keyof Omit<AppEntry, 'isTrusted'>]-?: (cell: Cell) => AppEntry[K] } = {
  name: optionalText,
  root: pathIn,
  namespace: optionalText,
  recurse: flagOf,
  kind: (cell: Cell) => oneOf(cell, ['plain', 'kustomize', 'helm', 'jsonnet']),
  helm: helmOf,
  jsonnet: jsonnetOf,
  render: (cell: Cell) => commandOf(cell, ''),
  include: textOrTexts,
  exclude: textOrTexts,
};

function appOf(cell: Cell): AppEntry {
  const { root: path, ...rest } = recordOf<Omit<AppEntry, 'isTrusted'>>(cell, APP);
  const root = path ?? pathIn(below(cell, 'root', undefined));
  const { render } = rest;
  if (render === undefined || render.cwd !== '') return { root, ...rest };
  return { root, ...rest, render: { ...render, cwd: root } };
}

function helmOf(cell: Cell): HelmOptions {
  return recordOf<Pick<HelmOptions, 'release' | 'values'>>(cell, { release: optionalText, values: pathsIn });
}

function jsonnetOf(cell: Cell): JsonnetOptions {
  return recordOf<Pick<JsonnetOptions, 'libs' | 'extVars' | 'tlas'>>(cell, {
    libs: pathsIn,
    extVars: variablesOf,
    tlas: variablesOf,
  });
}

function variablesOf(cell: Cell): Readonly<Record<string, string>> {
  return Object.fromEntries(entriesOf(cell).map(([key, value]) => [key, optionalText(value) ?? '']));
}

function pathsIn(cell: Cell): readonly string[] {
  return itemsOf(cell).map(pathIn);
}

function refuseTwice(named: readonly { readonly item: Cell; readonly name: string }[], what: string): void {
  const seen = new Set<string>();
  const again = named.find(({ name }) => seen.size === seen.add(name).size);
  if (again === undefined) return;
  throw invalid(again.item, `two ${what} are named "${again.name}"`, 'give one of them another name');
}
