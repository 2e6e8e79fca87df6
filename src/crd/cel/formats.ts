import type { Environment } from '@marcbachmann/cel-js';
import { hasFormat } from '../formats/formats.ts';
import { isLabelValue, isQualified } from '../metadata.ts';

class Format {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
class Formats {}

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const DNS_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
type Check = (text: string) => boolean;

const of =
  (expression: RegExp, length: number): Check =>
  (text) =>
    text.length <= length && expression.test(text);
/** A prefix of a generated name may end with a dash. */
const prefix =
  (check: Check): Check =>
  (text) =>
    check(text.endsWith('-') && text.length > 1 ? `${text.slice(0, -2)}a` : text);

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['dns1123Label', of(DNS_LABEL, 63)],
  ['dns1123Subdomain', of(DNS_SUBDOMAIN, 253)],
  ['dns1035Label', of(DNS_1035, 63)],
  ['qualifiedName', isQualified],
  ['dns1123LabelPrefix', prefix(of(DNS_LABEL, 63))],
  ['dns1123SubdomainPrefix', prefix(of(DNS_SUBDOMAIN, 253))],
  ['dns1035LabelPrefix', prefix(of(DNS_1035, 63))],
  ['labelValue', isLabelValue],
  ...['uri', 'uuid', 'byte', 'date', 'datetime'].map((name): [string, Check] => [
    name,
    (text) => hasFormat(name, text),
  ]),
]);

/** `format.dns1123Label().validate('x')`: nothing where it is one, else what is wrong. */
export function registerFormats(
  environment: Environment,
  optional: { readonly of: (value: unknown) => unknown; readonly none: () => unknown },
): void {
  environment
    .registerType('Format', { ctor: Format, fields: {} })
    .registerType('Formats', { ctor: Formats, fields: {} })
    .registerConstant('format', 'Formats', new Formats())
    .registerFunction('Formats.named(string): optional', (_: Formats, name: string) =>
      CHECKS.has(name) ? optional.of(new Format(name)) : optional.none(),
    )
    .registerFunction('Format.validate(string): optional', ({ name }: Format, text: string) =>
      CHECKS.get(name)?.(text) === false ? optional.of([`must be a valid ${name}`]) : optional.none(),
    );
  for (const name of CHECKS.keys())
    environment.registerFunction(`Formats.${name}(): Format`, () => new Format(name));
}
