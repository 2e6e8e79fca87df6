import { collections, collectionsRefused } from './collections.ts';
import { encodings, encodingsRefused } from './encodings.ts';
import { expressions, expressionsRefused } from './expressions.ts';
import { language, languageRefused } from './language.ts';
import { numbers, numbersRefused } from './numbers.ts';
import { texts, textsRefused } from './texts.ts';
import type { Refusals, Results } from './types.ts';
import { versions, versionsRefused } from './versions.ts';

/** Go templates with sprig's functions and Argo CD's own, by subject. */
export const results: Readonly<Record<string, Results>> = {
  language,
  texts,
  numbers,
  collections,
  encodings,
  expressions,
  versions,
};
export const refusals: Refusals = [
  ...languageRefused,
  ...textsRefused,
  ...numbersRefused,
  ...collectionsRefused,
  ...encodingsRefused,
  ...expressionsRefused,
  ...versionsRefused,
];
