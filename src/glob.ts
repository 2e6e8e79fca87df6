import picomatch from 'picomatch';

/** Whether a text matches one of these globs (`**`, `{a,b}`). */
export function globMatcher(patterns: readonly string[]): (text: string) => boolean {
  return picomatch([...patterns]);
}
