const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name by which a rule reads a field; null: no rule can. */
export function escapeName(field: string): string | null {
  if (RESERVED.has(field)) return `__${field}__`;
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(field)) return null;
  return field.replace(/__|[-./]/g, (found) => ESCAPES[found] ?? found);
}
