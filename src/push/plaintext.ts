import { isObject, type JsonObject, type KubeObject, stringOr } from '../object.ts';

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
