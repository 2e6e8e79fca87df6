import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Points git at `hooks/` in a checkout; an installed package has neither a repository nor husky. */
const root = dirname(import.meta.dirname);
if (existsSync(join(root, '.git')) && process.env.CI === undefined) {
  const { default: husky } = await import('husky');
  const said = husky('hooks');
  if (said !== '') process.stderr.write(`${said}\n`);
}
