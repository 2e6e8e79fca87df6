import { GitopsError, UsageError } from '../errors.ts';
import { parseYaml } from '../source/bulk.ts';
import { environmentsOf } from './environments.ts';
import { type Cell, type ConfigSource, invalid, where } from './error.ts';
import { ignoreRulesOf } from './ignore.ts';
import { fieldsOf } from './reader.ts';
import { registeredOf } from './registered.ts';
import { rendersOf } from './renders.ts';
import { guardOf, managersOf, prePushOf } from './settings.ts';
import type { Config } from './types.ts';

export const CONFIG_FILE = '.gitops.yaml';
export const MISNAMED = '.gitops.yml';

/**
 * The configuration of a tree; null: there is none. `text`: of the file, if it is there; `misnamed`: another one is.
 * `parsed`: for who remembers it.
 * Throws ConfigFault, which `placed` makes an error with its line of, and UsageError.
 */
export function configIn(
  text: string | undefined,
  misnamed: boolean,
  parsed: (source: ConfigSource) => Cell['value'] = parsedYaml,
): Config | null {
  if (text !== undefined) return parseUnplaced({ file: CONFIG_FILE, text }, parsed);
  if (!misnamed) return null;
  throw new UsageError('INVALID_CONFIG', `${MISNAMED} is not read`, {
    hint: `git mv ${MISNAMED} ${CONFIG_FILE}`,
  });
}

const KEYS = [
  'apiVersion',
  'kind',
  'environments',
  'render',
  'clusters',
  'ignore',
  'guard',
  'managers',
  'prePush',
] as const;

function parseUnplaced(source: ConfigSource, parsed: (source: ConfigSource) => Cell['value']): Config {
  const file: Cell = { value: parsed(source), above: null, source };
  const at = fieldsOf(file, KEYS);
  requireWord(at('apiVersion'), 'kubectl-gitops/v1');
  requireWord(at('kind'), 'Config');
  return {
    environments: environmentsOf(at('environments')),
    renders: rendersOf(at('render')),
    clusters: registeredOf(at('clusters')),
    ignore: ignoreRulesOf(at('ignore')),
    guard: guardOf(at('guard')),
    managers: managersOf(at('managers')),
    prePush: prePushOf(at('prePush')),
  };
}

/** A broken configuration is a wrong configuration, whatever a broken manifest would be. */
export function parsedYaml({ file, text }: ConfigSource): Cell['value'] {
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
  const key = where(cell);
  const problem = cell.value === undefined ? `${key} is missing` : `this version reads ${key} ${word} only`;
  throw invalid(cell, problem, `write ${key}: ${word}`);
}
