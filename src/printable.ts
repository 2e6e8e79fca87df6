/**
 * Text from a cluster or a repository, made harmless for a terminal: escape sequences and other control characters
 * (line breaks and tabs excepted), and marks that turn the direction of writing.
 */
export function printable(text: string): string {
  return text.replace(HOSTILE, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

const HOSTILE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
