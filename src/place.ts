export type EntryKind = 'file' | 'directory' | 'symlink' | 'submodule';

/** Where a path leads. */
export interface Place {
  readonly kind: 'file' | 'directory' | null;
  /** Where it really is, or would be if something were there; how far it could be followed where it is lost. */
  readonly path: string;
  /** The links and submodules that it leads through. */
  readonly via: readonly string[];
  /** It leads out of the tree, or into a submodule, whose content is another repository's. */
  readonly lost: 'outside' | 'submodule' | null;
}

export interface Entries {
  readonly kindAt: (path: string) => EntryKind | null;
  /** What a link says, relative to where it stands. */
  readonly targetOf: (link: string) => string;
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** Follows a path through the links of a tree. */
export function placeIn({ kindAt, targetOf }: Entries, path: string): Place {
  const via: string[] = [];
  let at: readonly string[] = [];
  let rest = stepsOf(path);
  let kind: EntryKind | null = 'directory';
  for (let step = rest[0]; step !== undefined; step = rest[0]) {
    rest = rest.slice(1);
    if (step === '..' && at.length === 0) return { kind: null, path: '..', via, lost: 'outside' };
    at = step === '..' ? at.slice(0, -1) : [...at, step];
    const here = at.join('/');
    kind = here === '' ? 'directory' : kindAt(here);
    if (kind === 'submodule') return { kind: null, path: here, via: [...via, here], lost: 'submodule' };
    if (kind === 'symlink') {
      const target = targetOf(here);
      via.push(here);
      if (target.startsWith('/')) return { kind: null, path: here, via, lost: 'outside' };
      if (via.length > MOST_LINKS) return { kind: null, path: here, via, lost: null };
      at = at.slice(0, -1);
      rest = [...stepsOf(target), ...rest];
      kind = 'directory';
    }
    if (kind === null || (kind === 'file' && rest.length > 0)) {
      return { kind: null, path: nameOf([...at, ...rest]), via, lost: null };
    }
  }
  return { kind: kind === 'file' ? 'file' : 'directory', path: nameOf(at), via, lost: null };
}

function stepsOf(path: string): readonly string[] {
  return path.split('/').filter((step) => step !== '' && step !== '.');
}

function nameOf(steps: readonly string[]): string {
  return steps.length === 0 ? '.' : steps.join('/');
}
