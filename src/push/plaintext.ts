import { isObject, type JsonObject, type KubeObject, objectAt, stringOr } from '../object.ts';

/** What SOPS leaves in place of a value. */
const ENCRYPTED = /^ENC\[[A-Z0-9_]+,data:/;

/** The fields of a Secret whose values can be read in git, never the values. A reference, or what SOPS encrypted, is none. */
export function plaintextFields(object: KubeObject): readonly (readonly [field: string, key: string])[] {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return [];
  return (['data', 'stringData'] as const).flatMap((field) => {
    const values = object[field];
    return isObject(values) ? readable(values, field === 'data').map((key) => [field, key] as const) : [];
  });
}

function readable(values: JsonObject, isEncoded: boolean): readonly string[] {
  return Object.entries(values)
    .filter(([, value]) => {
      const text = stringOr(value, value === null ? '' : JSON.stringify(value));
      // SOPS encrypts what stands in the file: what is base64 there stays so under it
      const isSealed = ENCRYPTED.test(text) || (isEncoded && ENCRYPTED.test(decoded(text)));
      return text !== '' && !isSealed && !isPlaceholder(text);
    })
    .map(([key]) => key);
}

/** What another tool puts the value in for: Argo CD Vault plugin's and Flux's own spelling. */
function isPlaceholder(text: string): boolean {
  return /^<[^<>\s]+>$/.test(text) || /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}

function decoded(text: string): string {
  try {
    return atob(text.trim());
  } catch {
    return '';
  }
}

/**
 * The same of a Secret that a template gives: only what stands in the texts that it is made of. What is made up when it
 * is rendered (`randAlphaNum`, `genCA`) nobody can read in git.
 */
export function writtenFields(
  object: KubeObject,
  texts: readonly string[],
): readonly (readonly [field: string, key: string])[] {
  return plaintextFields(object).filter(([field, key]) => {
    const value = stringOr(objectAt(object[field])[key], '');
    const plain = field === 'data' ? decoded(value) : value;
    const lines = plain.split('\n').filter((line) => line.trim() !== '');
    const isWritten = (text: string) => texts.some((one) => one.includes(text.trim()));
    return isWritten(value) || (lines.length > 0 && lines.every(isWritten));
  });
}
