import { type Blamed, blameLines } from '../../git/blame.ts';
import type { Repository } from '../../git/repository.ts';

/** Who last touched a line. Lines of one file that are asked for together cost one `git blame`. */
export function fileLines(
  repository: Repository | null,
  revision: string | null,
): (file: string, line: number) => Promise<Blamed | null> {
  const waiting = new Map<
    string,
    { readonly lines: Set<number>; readonly answer: Promise<ReadonlyMap<number, Blamed>> }
  >();
  return async (file, line) => {
    if (repository === null) return null;
    const open = waiting.get(file);
    if (open !== undefined) {
      open.lines.add(line);
      return (await open.answer).get(line) ?? null;
    }
    const lines = new Set([line]);
    // a turn of the event loop: everybody who is about to ask for this file gets onto the same call
    const answer = new Promise<void>((go) => setTimeout(go, 5)).then(() => {
      waiting.delete(file);
      return blameLines(repository, file, [...lines], revision);
    });
    waiting.set(file, { lines, answer });
    return (await answer).get(line) ?? null;
  };
}
