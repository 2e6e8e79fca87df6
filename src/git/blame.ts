import { gitFailure } from './failure.ts';
import { shallowEnds } from './history.ts';
import type { LocatedRepository } from './repository.ts';

/** Who last changed a line. */
export interface Blamed {
  /** null: not committed yet. */
  readonly commit: string | null;
  readonly author: string | null;
  /** RFC 3339, when it was committed. */
  readonly time: string | null;
}

interface Author {
  name: string;
  seconds: number;
  zone: string;
}

/**
 * One `git blame` for all lines of a file; `revision` null: the work tree. What git cannot say is left out: files it
 * does not track, and lines that a shallow clone would put on whoever made its oldest commit.
 */
export async function blameLines(
  repository: LocatedRepository,
  file: string,
  lines: readonly number[],
  revision: string | null,
): Promise<ReadonlyMap<number, Blamed>> {
  const wanted = [...new Set(lines)].filter((line) => line > 0).sort((a, b) => a - b);
  if (wanted.length === 0 || /^(?:\.\.)?(?:\/|$)/.test(file)) return new Map();
  const blamed = await blame(repository, file, wanted, revision);
  return parse(blamed, shallowEnds(repository));
}

async function blame(
  repository: LocatedRepository,
  file: string,
  lines: readonly number[],
  revision: string | null,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
  const at = revision === null ? [] : [revision];
  const command = ['blame', '--porcelain', '--encoding=UTF-8', ...ranges, ...at, '--', file];
  const ran = await repository.git(command, { env });
  if (ran.code === 0) return ran.stdout;
  const [, length] = /has only (\d+) lines?/.exec(ran.stderr) ?? [];
  if (length !== undefined) {
    const there = lines.filter((line) => line <= Number(length));
    return there.length === 0 ? '' : blame(repository, file, there, revision, env);
  }
  if (/object name list/.test(ran.stderr))
    return env === NO_USER_CONFIG ? '' : blame(repository, file, lines, revision, NO_USER_CONFIG);
  if (/no such path|no such ref: HEAD|cannot stat path|Cannot lstat/i.test(ran.stderr)) return '';
  throw gitFailure(`cannot tell who changed ${file}`, ran);
}

/** People set blame.ignoreRevsFile once for all repositories, and git fails in those without such a file. */
const NO_USER_CONFIG = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

function parse(text: string, ends: ReadonlySet<string>): ReadonlyMap<number, Blamed> {
  const authors = new Map<string, Author>();
  const found = new Map<number, string>();
  let current: Author = { name: '', seconds: 0, zone: '' };
  for (const line of text.split('\n')) {
    const [, oid, number] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(line) ?? [];
    if (oid !== undefined) {
      current = authors.get(oid) ?? { name: '', seconds: 0, zone: '+0000' };
      authors.set(oid, current);
      found.set(Number(number), oid);
    } else if (line.startsWith('author ')) current.name = line.slice('author '.length);
    else if (line.startsWith('committer-time '))
      current.seconds = Number(line.slice('committer-time '.length));
    else if (line.startsWith('committer-tz ')) current.zone = line.slice('committer-tz '.length);
  }
  const lines = [...found].filter(([, oid]) => !ends.has(oid));
  return new Map(lines.map(([line, oid]) => [line, blamedBy(oid, authors.get(oid))]));
}

function blamedBy(oid: string, author: Author | undefined): Blamed {
  if (/^0+$/.test(oid) || author === undefined) return { commit: null, author: null, time: null };
  return { commit: oid, author: author.name, time: rfc3339(author.seconds, author.zone) };
}

function rfc3339(seconds: number, zone: string): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19);
  return offset === 0 ? `${local}Z` : `${local}${sign}${hours}:${minutes}`;
}
