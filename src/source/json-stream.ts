/**
 * Where JSON values that follow each other without a separator begin, as kubectl reads them from one stream:
 * offsets into `text`, without the first. Empty: the text is no such stream.
 */
export function furtherValues(text: string): readonly number[] {
  const offsets: number[] = [];
  let from = text.search(/\S/);
  while (text[from] === '{') {
    const end = endOfValue(text, from);
    if (end < 0 || !isJson(text.slice(from, end))) break;
    const next = end + text.slice(end).search(/\S/);
    if (next < end || text[next] !== '{') break;
    offsets.push(next);
    from = next;
  }
  return offsets;
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  const tokens = /[{}[\]]|"(?:[^"\\]|\\.)*"/g;
  tokens.lastIndex = from;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth++;
    if (match[0] === '}' || match[0] === ']') depth--;
    if (depth === 0) return match.index + 1;
  }
  return -1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
