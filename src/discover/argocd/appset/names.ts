import { trimAny } from '../../../gotemplate/values/text.ts';

/** What DNS lets be a name, as ApplicationSets make it: `normalize`, `path.basenameNormalized`. */
export function sanitizeName(name: string): string {
  const plain = name.toLowerCase().replace(/[^-a-z0-9.]/gu, '-');
  return trimAny(plain.slice(0, 253), '-.');
}

/** As github.com/gosimple/slug makes it of a sanitized name; `smart` cuts between words. */
export function slugify(name: string, maxLength: number, smart: boolean): string {
  const sanitized = sanitizeName(name);
  const cut = !smart && sanitized.length >= maxLength ? sanitized.slice(0, maxLength) : sanitized;
  const slug = trimAny(cut.replace(/[^a-zA-Z0-9-_]/g, '-').replace(/-+/g, '-'), '-_');
  if (!smart || maxLength <= 0 || slug.length <= maxLength) return slug;
  const dash = slug.lastIndexOf('-', maxLength);
  return slug.slice(0, dash < 0 ? maxLength : dash);
}
