import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../object.ts';
import { define, type TemplateFunction } from '../run/functions.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import { fromJson, marshalJson } from '../values/json.ts';
import type { GoValue } from '../values/values.ts';

const hash = (name: string) =>
  define('string', (args) => createHash(name).update(args.text(0)).digest('hex'));
const toJson = define('any', (args, budget) => marshalJson(args.any(0), { escapeHtml: true }, budget));
const toRawJson = define('any', (args, budget) => marshalJson(args.any(0), { escapeHtml: false }, budget));
const toPrettyJson = define('any', (args, budget) =>
  marshalJson(args.any(0), { escapeHtml: true, indent: '  ' }, budget),
);

/** sprig's encodings and sums. */
export const ENCODING: Readonly<Record<string, TemplateFunction>> = {
  b64enc: define('string', (args) => Buffer.from(args.text(0)).toString('base64')),
  b64dec: define('string', (args) => decodeBase64(args.text(0))),
  sha1sum: hash('sha1'),
  sha256sum: hash('sha256'),
  sha512sum: hash('sha512'),
  adler32sum: define('string', (args) => adler32(Buffer.from(args.text(0)))),
  toJson,
  mustToJson: toJson,
  toRawJson,
  mustToRawJson: toRawJson,
  toPrettyJson,
  mustToPrettyJson: toPrettyJson,
  fromJson: define('string', (args, budget) => parsed(args.text(0), budget) ?? null),
  mustFromJson: define('string', (args, budget) => {
    const value = parsed(args.text(0), budget);
    if (value === undefined) throw new TemplateError('the text is no JSON');
    return value;
  }),
};

/** Strict, save for line ends, as Go's decoder is; what is wrong becomes the text, in Go's words. */
function decodeBase64(text: string): string {
  const plain = text.replace(/[\r\n]/g, '');
  const isValid = plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
  if (!isValid) throw new TemplateError('the text is no base64');
  return Buffer.from(plain, 'base64').toString('utf8');
}

function adler32(bytes: Buffer): string {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(b * 65536 + a);
}

/** Undefined: it is no JSON. */
function parsed(text: string, budget: Budget): GoValue | undefined {
  budget.length(text.length);
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? fromJson(value) : undefined;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is Json {
  return (
    value === null ||
    ['string', 'number', 'boolean'].includes(typeof value) ||
    Array.isArray(value) ||
    isObject(value)
  );
}
