import { hiddenValues } from '../../drift/secrets/encrypted.ts';
import type { Hidden } from '../../drift/secrets/mask.ts';
import { nameOf } from '../../object.ts';
import type { Judged } from '../compare/ask.ts';

/** What either side has where git keeps a value to itself, decrypted or not. */
export function hiddenIn(judged: readonly Judged[]): readonly Hidden[] {
  return judged.flatMap(({ suspicion: { item, live } }) => {
    const values = hiddenValues(item.manifest.object, [live, item.desired]);
    return values.length === 0 ? [] : [{ object: nameOf(item.desired), values }];
  });
}
