import { unreadable } from '../checkout.ts';
import { NO_NETWORK } from '../environment.ts';
import type { LocatedRepository } from '../repository.ts';

/** A file, symbolic link or submodule that differs between two commits. */
export interface ChangedFile {
  /** Relative to the top. */
  readonly path: string;
  /** Added, modified (its mode included), deleted, or another type: a file that became a link. */
  readonly status: 'A' | 'M' | 'D' | 'T';
  /** null: it was not there. */
  readonly oldOid: string | null;
  /** null: it is gone. */
  readonly newOid: string | null;
}

const OPTIONS = ['-r', '-z', '--raw', '--no-renames', '--ignore-submodules=none'];
/** git knows it without having it. */
const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** What differs between two commits; a rename is a deletion and an addition. `base` null: everything is new. */
export async function changedFiles(
  repository: LocatedRepository,
  base: string | null,
  head: string,
): Promise<readonly ChangedFile[]> {
  if (base === head) return [];
  const from = base ?? (head.length === 64 ? EMPTY_TREE.sha256 : EMPTY_TREE.sha1);
  const diff = await repository.git(['diff-tree', ...OPTIONS, `${from}^{tree}`, `${head}^{tree}`, '--'], {
    env: NO_NETWORK,
  });
  if (diff.code !== 0) throw unreadable(repository, head, diff);
  return readRaw(diff.stdout);
}

function readRaw(text: string): readonly ChangedFile[] {
  const fields = text.split('\0');
  return fields.flatMap((field, index): readonly ChangedFile[] => {
    const [, old = '', now = '', status = ''] = index % 2 === 0 ? (RAW.exec(field) ?? []) : [];
    const path = fields[index + 1];
    return path === undefined || !isStatus(status)
      ? []
      : [{ path, status, oldOid: oidOrNull(old), newOid: oidOrNull(now) }];
  });
}

const RAW = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])$/;

function isStatus(text: string): text is ChangedFile['status'] {
  return ['A', 'M', 'D', 'T'].includes(text);
}

function oidOrNull(oid: string): string | null {
  return /^0+$/.test(oid) ? null : oid;
}
