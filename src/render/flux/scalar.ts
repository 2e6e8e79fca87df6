/** Where a scalar stands in the YAML that Flux replaces variables in. */
export type Place = 'key' | 'value' | 'item';

/**
 * A string as kustomize writes it as YAML (go-yaml v2): plain if that can be, else quoted, a block where it has
 * several lines. What a variable brings is then part of that text: a plain `${n}` may become a number, a map, a list.
 * Its lines are not folded here, which makes a difference only for expressions with a space in a pattern.
 */
export function scalarText(value: string, place: Place): string {
  const { plain, single, block } = formsOf(value);
  if (!value.includes('\n')) {
    if (plain) return value;
    return single ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
  }
  if (!block || place === 'key') return JSON.stringify(value);
  const lines = value.replace(/\n$/, '').split('\n');
  return [`|${hintOf(value)}`, ...lines.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

/** How far it is indented, where its first line does not tell, and what becomes of the line breaks at its end. */
function hintOf(value: string): string {
  const indent = /^[ \n]/.test(value) ? '2' : '';
  if (!value.endsWith('\n')) return `${indent}-`;
  return value.endsWith('\n\n') || value === '\n' ? `${indent}+` : indent;
}

const INDICATOR = /^[#,[\]{}&*!|>'"%@`]|^[?:-](?=[ \n]|$)|^---|^\.\.\.|:(?=[ \n]|$)|(?<=[ \n])#/;
/** What a YAML stream shows only escaped. */
const SPECIAL = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** As libyaml's `yaml_emitter_analyze_scalar` has it. */
function formsOf(value: string) {
  const isSpecial = SPECIAL.test(value) || value.includes(' \n');
  const isPadded = /^[ \n]|[ \n]$/.test(value);
  return {
    plain: !isSpecial && !isPadded && !INDICATOR.test(value),
    single: !isSpecial,
    block: !isSpecial && !value.endsWith(' '),
  };
}
