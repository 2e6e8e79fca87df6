import type { Path } from '../../path.ts';

export interface TemplateLine {
  /** 1-based. */
  readonly line: number;
  /** What follows the key, comment and spaces left out. */
  readonly value: string;
}

interface Key {
  readonly name: string;
  readonly column: number;
}

const KEY = /^(\s*(?:- +)*)(?:"([^"]+)"|'([^']+)'|([^\s"'{}#:][^:]*?)):(?:\s+(.*))?$/;

/**
 * Lines of a template that declare a field: a template is no YAML, but where its author indents the keys as YAML
 * they tell their path. What `include` and `toYaml` bring is not seen.
 */
export function linesOf(text: string, path: Path): readonly TemplateLine[] {
  const wanted = path.filter((step) => typeof step === 'string').join('\n');
  if (typeof path.at(-1) !== 'string') return [];
  const found: TemplateLine[] = [];
  let above: Key[] = [];
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    if (/^---/.test(source)) above = [];
    const match = KEY.exec(source);
    const name = match?.[2] ?? match?.[3] ?? match?.[4];
    if (match === null || name === undefined) continue;
    const column = match[1]?.length ?? 0;
    above = [...above.filter((key) => key.column < column), { name, column }];
    if (above.map((key) => key.name).join('\n') !== wanted) continue;
    const value = (match[5] ?? '').replace(/\s+#.*$/, '').trim();
    found.push({ line: index + 1, value });
  }
  return found;
}
