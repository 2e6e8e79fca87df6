import { createInterface } from 'node:readline/promises';
import type { Deps } from '../deps.ts';

/** Asks on a terminal, where an empty line is the usual answer; without one the answer is no and nothing is asked. */
export async function confirm(
  question: string,
  { stdin, stderr, signal }: Deps,
  usual: 'yes' | 'no' = 'yes',
): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return false;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await lines.question(`${question} ${usual === 'yes' ? '[Y/n]' : '[y/N]'} `, { signal });
    return /^(y|yes)$/i.test(answer.trim() || usual);
  } finally {
    lines.close();
  }
}
