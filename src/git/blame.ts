import type { Repository } from './repository.ts';

/** Who last changed a line. */
export interface Blamed {
  /** null: not committed yet. */
  readonly commit: string | null;
  readonly author: string | null;
  /** RFC 3339, with the author's own offset. */
  readonly time: string | null;
}

/** One `git blame` for all lines of a file; `revision` null: the work tree. Files git does not know: nothing. */
export async function blameLines(
  repository: Repository,
  file: string,
  lines: readonly number[],
  revision: string | null,
): Promise<ReadonlyMap<number, Blamed>> {
  const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
  const args = ['blame', '--porcelain', ...ranges, ...(revision === null ? [] : [revision]), '--', file];
  const blamed = await repository.git(args);
  return blamed.code === 0 ? parse(blamed.stdout) : new Map();
}

function parse(text: string): ReadonlyMap<number, Blamed> {
  const commits = new Map<string, { author: string | null; seconds: number; zone: string }>();
  const found = new Map<number, string>();
  let current = '';
  for (const line of text.split('\n')) {
    const header = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(line);
    if (header?.[1] !== undefined) {
      current = header[1];
      found.set(Number(header[2]), current);
      if (!commits.has(current)) commits.set(current, { author: null, seconds: 0, zone: '+0000' });
    }
    const commit = commits.get(current);
    if (commit === undefined) continue;
    if (line.startsWith('author ')) commit.author = line.slice(7);
    else if (line.startsWith('author-time ')) commit.seconds = Number(line.slice(12));
    else if (line.startsWith('author-tz ')) commit.zone = line.slice(10);
  }
  return new Map([...found].map(([line, oid]) => [line, blamedBy(oid, commits.get(oid))]));
}

function blamedBy(
  oid: string,
  commit: { readonly author: string | null; readonly seconds: number; readonly zone: string } | undefined,
): Blamed {
  if (/^0+$/.test(oid) || commit === undefined) return { commit: null, author: null, time: null };
  return { commit: oid, author: commit.author, time: rfc3339(commit.seconds, commit.zone) };
}

function rfc3339(seconds: number, zone: string): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d\d)(\d\d)/.exec(zone) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return `${new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19)}${sign}${hours}:${minutes}`;
}
