import { createInterface } from 'node:readline/promises';
import type { Deps } from '../deps.ts';

/** Asks on a terminal, where an empty line is yes; without one the answer is no and nothing is asked. */
export async function confirm(question: string, { stdin, stderr, signal }: Deps): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return false;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await lines.question(`${question} [Y/n] `, { signal });
    return /^(y(es)?)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
