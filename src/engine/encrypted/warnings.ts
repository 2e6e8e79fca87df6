import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import type { Warning } from '../../errors.ts';
import type { Resolved } from '../compare/resolve.ts';
import type { Decrypter } from './decrypter.ts';

/** Said once: what cannot be read is not told of, object by object. */
export function encryptedWarnings(
  { items, generated }: Pick<Resolved, 'items' | 'generated'>,
  decrypter: Decrypter,
): readonly Warning[] {
  const encrypted = items.filter(({ manifest }) => isEncrypted(manifest.object));
  const names = [...new Set(generated.map(({ name }) => name))];
  return [
    ...byKeysWarning(encrypted, decrypter),
    ...(names.length === 0
      ? []
      : [
          {
            code: 'ENCRYPTED_FILES',
            message: `made of encrypted files, so that neither they nor their names are compared: Secret ${names.join(', ')}`,
            hint: null,
          },
        ]),
  ];
}

function byKeysWarning(encrypted: Resolved['items'], { isOn, failureOf }: Decrypter): readonly Warning[] {
  const byKeys = encrypted.filter(({ manifest }) => !isOn || failureOf(manifest.object) !== null);
  const [first] = byKeys;
  if (first === undefined) return [];
  const { object, origin } = first.manifest;
  const why = failureOf(object);
  const count = byKeys.length === 1 ? '1 object is' : `${byKeys.length} objects are`;
  return [
    {
      code: 'ENCRYPTED',
      message: `${count} encrypted in git (SOPS): of the encrypted values only the keys are compared${why === null ? '' : `: ${why}`}`,
      hint: isOn ? handHint(origin.file) : 'git config gitops.decrypt sops',
    },
  ];
}

function handHint(file: string | null): string | null {
  return file === null ? null : `sops --decrypt ${file}`;
}
