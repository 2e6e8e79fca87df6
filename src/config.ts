import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentsOf } from './config-environments.ts';
import { type Cell, type ConfigSource, invalid } from './config-error.ts';
import { ignoreRulesOf } from './config-ignore.ts';
import { fieldsOf } from './config-reader.ts';
import {
  type GuardSettings,
  guardOf,
  managersOf,
  type PrePushSettings,
  prePushOf,
} from './config-settings.ts';
import type { IgnoreRule } from './drift/ignore.ts';
import type { ManagerLists } from './drift/managers.ts';
import { GitopsError, messageOf, UsageError } from './errors.ts';
import type { HelmOptions, JsonnetOptions, RootKind } from './render/types.ts';
import { parseYaml } from './source/bulk.ts';

export { chooseEnvironment, contextFor, needsClusterId } from './config-choice.ts';
export type { Asked } from './config-clusters.ts';
export {
  type GuardSettings,
  PROBLEM_CODES,
  type PrePushSettings,
  type ProblemCode,
  type RuleAction,
} from './config-settings.ts';
export type { IgnoreRule } from './drift/ignore.ts';

/** `.gitops.yaml`. */
export interface Config {
  readonly environments: readonly Environment[];
  readonly ignore: readonly IgnoreRule[];
  readonly guard: GuardSettings;
  readonly managers: ManagerLists;
  readonly prePush: PrePushSettings;
}

/** A name for contexts and the apps in them. */
export interface Environment {
  readonly name: string;
  /** Without any binding: the context of the environment's own name. */
  readonly contexts: readonly string[];
  readonly server?: string;
  /** uid of the namespace kube-system. */
  readonly clusterId?: string;
  /** Branches that deploy here, names or globs; none: the remote's HEAD branch. */
  readonly branches: readonly string[];
  readonly apps: readonly AppEntry[];
}

export interface AppEntry {
  readonly name?: string;
  /** Relative to the top of the repository, `.` for the top itself. */
  readonly root: string;
  readonly namespace?: string;
  readonly recurse?: boolean;
  readonly kind?: RootKind;
  readonly helm?: HelmOptions;
  readonly jsonnet?: JsonnetOptions;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export const CONFIG_FILE = '.gitops.yaml';

/** The configuration at the top of a tree; null: there is none. Throws UsageError INVALID_CONFIG. */
export function loadConfig(top: string): Config | null {
  const path = join(top, CONFIG_FILE);
  if (existsSync(path)) return parseConfig({ file: CONFIG_FILE, text: readText(path) });
  if (!existsSync(join(top, '.gitops.yml'))) return null;
  throw new UsageError('INVALID_CONFIG', '.gitops.yml is not read', {
    hint: `git mv .gitops.yml ${CONFIG_FILE}`,
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError('INVALID_CONFIG', `${CONFIG_FILE} cannot be read: ${messageOf(error)}`, {
      hint: `make ${CONFIG_FILE} a file that you may read`,
      cause: error,
    });
  }
}

export function parseConfig(source: ConfigSource): Config {
  const file: Cell = { value: parsed(source), path: [], source };
  const at = fieldsOf(file, ['apiVersion', 'kind', 'environments', 'ignore', 'guard', 'managers', 'prePush']);
  requireWord(at('apiVersion'), 'kubectl-gitops/v1');
  requireWord(at('kind'), 'Config');
  return {
    environments: environmentsOf(at('environments')),
    ignore: ignoreRulesOf(at('ignore')),
    guard: guardOf(at('guard')),
    managers: managersOf(at('managers')),
    prePush: prePushOf(at('prePush')),
  };
}

/** A broken configuration is a wrong configuration, whatever a broken manifest would be. */
function parsed({ file, text }: ConfigSource): Cell['value'] {
  try {
    return /^[^\S\n]*[^\s#]/m.test(text) ? parseYaml(text, file) : null;
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    throw new UsageError('INVALID_CONFIG', error.message, {
      facts: error.facts,
      hint: error.hint,
      cause: error,
    });
  }
}

function requireWord(cell: Cell, word: string): void {
  if (cell.value === word) return;
  const key = String(cell.path[0]);
  const problem = cell.value === undefined ? `${key} is missing` : `this version reads ${key} ${word} only`;
  throw invalid(cell, problem, `write ${key}: ${word}`);
}
