import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../errors.ts';
import { ConfigFault } from './error.ts';
import { CONFIG_FILE, configIn, MISNAMED } from './parse.ts';
import { placed } from './place.ts';
import type { Config } from './types.ts';

/**
 * The configuration at the top of a tree; null: there is none. Throws UsageError INVALID_CONFIG with file, line, column,
 * the line itself and a caret.
 */
export function loadConfig(top: string): Config | null {
  const path = join(top, CONFIG_FILE);
  const text = existsSync(path) ? readText(path) : undefined;
  try {
    return configIn(text, existsSync(join(top, MISNAMED)));
  } catch (error) {
    throw error instanceof ConfigFault ? placed(error) : error;
  }
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
