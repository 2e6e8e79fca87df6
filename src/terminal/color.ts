import type { Deps } from '../deps.ts';

/** Colour on a terminal, unless NO_COLOR is set; the flag overrules both. */
export function colorOf(
  flag: 'auto' | 'always' | 'never',
  { stdout, env }: Pick<Deps, 'stdout' | 'env'>,
): boolean {
  if (flag !== 'auto') return flag === 'always';
  return stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}
