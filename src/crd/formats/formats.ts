import { isBase64, isCreditCard, isIsbn10, isIsbn13 } from './codes.ts';
import { isEmail, isHostname, isRequestUri } from './internet.ts';
import { parseCidr, parseIp } from './ip.ts';
import { parseDate, parseDateTime, parseDuration } from './time.ts';

type Check = (text: string) => boolean;

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const MAC =
  /^(?:(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?:(?:\1[0-9a-f]{2}){2}|(?:\1[0-9a-f]{2}){14})?|[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{40}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,3}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){9})$/i;
const BYTE = '(?:0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])';
const RGB = new RegExp(`^rgb\\(\\s*${BYTE}\\s*,\\s*${BYTE}\\s*,\\s*${BYTE}\\s*\\)$`);
const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SHORT_NAME = new RegExp(`^${LABEL}$`);
const LONG_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** The formats that the server checks in a CustomResourceDefinition, their dashes left out as it does. */
const FORMATS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['bsonobjectid', (text) => /^[0-9a-f]{24}$/i.test(text)],
  ['uri', isRequestUri],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', (text) => parseIp(text, 'sloppy') !== null && text.includes('.')],
  ['ipv6', (text) => parseIp(text, 'strict') !== null && text.includes(':')],
  ['cidr', (text) => parseCidr(text, 'sloppy') !== null],
  ['mac', (text) => MAC.test(text)],
  ['uuid', (text) => UUID.test(text)],
  ['uuid3', (text) => UUID.test(text) && /^.{8}-?.{4}-?3/.test(text)],
  ['uuid4', (text) => UUID.test(text) && /^.{8}-?.{4}-?4.{3}-?[89ab]/i.test(text)],
  ['uuid5', (text) => UUID.test(text) && /^.{8}-?.{4}-?5.{3}-?[89ab]/i.test(text)],
  ['isbn', (text) => isIsbn10(text) || isIsbn13(text)],
  ['isbn10', isIsbn10],
  ['isbn13', isIsbn13],
  ['creditcard', isCreditCard],
  ['ssn', (text) => /^\d{3}[- ]\d{2}[- ]\d{4}$/.test(text)],
  ['hexcolor', (text) => /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)],
  ['rgbcolor', (text) => RGB.test(text)],
  ['byte', isBase64],
  ['password', () => true],
  ['date', (text) => parseDate(text) !== null],
  ['duration', (text) => parseDuration(text) !== null],
  ['datetime', (text) => parseDateTime(text) !== null],
  ['k8sshortname', (text) => text.length <= 63 && SHORT_NAME.test(text)],
  ['k8slongname', (text) => text.length <= 253 && LONG_NAME.test(text)],
]);

/** Whether a string is of a format; a format that the server does not know judges nothing. */
export function hasFormat(format: string, text: string): boolean {
  return FORMATS.get(format.replaceAll('-', ''))?.(text) ?? true;
}
