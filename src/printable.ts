/**
 * Text from a cluster or a repository, made harmless for a terminal and for the eye: whatever moves the cursor, turns
 * the direction of writing, is not seen, or looks like a space and is none, is written as JSON escapes it. Line breaks
 * and tabs stay. Within JSON the value stays the same.
 */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) =>
    character === '\n' || character === '\t' ? character : character.split('').map(escaped).join(''),
  );
}

/** Controls, formats, lone surrogates, separators, and what fonts leave out, but for the space and emoji's shapes. */
const UNSEEN = /(?! |\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text whose URLs name nobody and give no password away: `https://ada:secret@charts.example/web`. */
export function withoutLogins(text: string): string {
  return text.replace(/:\/\/[^\s/]*@/g, '://');
}
