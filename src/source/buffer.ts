/** How the lines begin that we put on top of a text for an editor, and take away again; longer where a text begins so itself. */
const MARK = '#~';
const BOM = '\ufeff';

/** A file's text as an editor gets it, and the way back, byte for byte where nothing was typed. */
export interface Buffer {
  /** What to hand to the editor. */
  readonly text: string;
  /** By how many lines everything moved down. */
  readonly offset: number;
  /** The file's new text from what the editor saved. */
  readonly read: (saved: string) => string;
}

/**
 * Puts comments on top of a YAML text. Line endings, a byte order mark and a missing last line break are the
 * file's own affair: an editor that adds one does not change the file.
 */
export function bufferOf(original: string, header: readonly string[]): Buffer {
  const hasBom = original.startsWith(BOM);
  const body = hasBom ? original.slice(1) : original;
  const end = body.includes('\r\n') ? '\r\n' : '\n';
  let mark = MARK;
  while (body.startsWith(mark)) mark += '~';
  const lines = header.map((line) => `${mark} ${line}`.trimEnd());
  return {
    text: `${lines.map((line) => `${line}${end}`).join('')}${body}`,
    offset: lines.length,
    read: (saved) => {
      const typed = withoutMarks(saved.startsWith(BOM) ? saved.slice(1) : saved, mark);
      const ended =
        body !== '' && !body.endsWith('\n') && typed.endsWith('\n') ? typed.replace(/\r?\n$/, '') : typed;
      return `${hasBom ? BOM : ''}${ended}`;
    },
  };
}

/** Only those on top: what stands further down was typed. */
function withoutMarks(text: string, mark: string): string {
  const lines = text.split(/(?<=\n)/);
  const first = lines.findIndex((line) => !line.startsWith(mark));
  return first < 0 ? '' : lines.slice(first).join('');
}
