/** Text of a string, raw or not, in one or three quotes, or a comment. */
const OPAQUE =
  /(?:\b[bB]?[rR][bB]?)(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*')|"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*/g;

/** The rule with `replace` done to all that is neither a string nor a comment. */
export function inCode(rule: string, replace: (code: string) => string): string {
  let out = '';
  let from = 0;
  for (const match of rule.matchAll(OPAQUE)) {
    out += replace(rule.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return out + replace(rule.slice(from));
}

/** Whether a rule reads a variable. */
export function mentions(rule: string, name: string): boolean {
  let found = false;
  inCode(rule, (code) => {
    found ||= new RegExp(`(?<![\\w.])${name}\\b`).test(code);
    return code;
  });
  return found;
}
