import type { Deps } from '../../deps.ts';
import { takeOver } from '../../io.ts';
import { realKubectl } from '../../shim/real-kubectl.ts';

/** The real kubectl in our place: same words, same terminal, the same bytes on standard input; its exit code. */
export async function passOn(
  words: readonly string[],
  stdin: string | null,
  deps: Deps,
  argv0?: string,
): Promise<number> {
  return takeOver(deps, realKubectl(deps), words, {
    env: deps.env,
    ...(stdin === null ? {} : { input: stdin }),
    ...(argv0 === undefined ? {} : { argv0 }),
  });
}
