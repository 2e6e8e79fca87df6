import picomatch from 'picomatch';

/** Whether a text matches one of these globs (`**`, `{a,b}`). */
export function globMatcher(patterns: readonly string[]): (text: string) => boolean {
  return picomatch([...patterns]);
}

/** Whether a path matches a glob as doublestar has it: names that begin with a dot are names. */
export function fileMatcher(glob: string): (path: string) => boolean {
  return picomatch(glob, { dot: true, nonegate: true, noextglob: true });
}

/** picomatch refuses an empty pattern, and its `*` an empty text: both mean the core group, or no namespace. */
export function nameMatcher(pattern: string): (text: string) => boolean {
  if (pattern === '') return (text) => text === '';
  if (pattern === '*') return () => true;
  return picomatch(pattern, { dot: true });
}

/** The same, where `*` stands for slashes, too: URLs and group/Kind. */
export function textMatcher(pattern: string): (text: string) => boolean {
  if (pattern === '') return (text) => text === '';
  if (pattern === '*') return () => true;
  return picomatch(pattern, { dot: true, bash: true });
}
