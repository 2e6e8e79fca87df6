const LABEL = String.raw`[a-zA-Z0-9\p{S}\p{L}]`;
const HOSTNAME = new RegExp(
  String.raw`^(?:${LABEL}(?:-?${LABEL}{0,62})?|(?:${LABEL}(?:[-a-zA-Z0-9\p{S}\p{L}]{0,61}${LABEL})?\.)+[a-zA-Z\p{L}]{2,63})$`,
  'u',
);

export function isHostname(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return (
    HOSTNAME.test(text) && bytes <= 255 && text.split('.').every((part) => Buffer.byteLength(part) <= 63)
  );
}

const ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-]+";
const LOCAL = `(?:${ATOM}(?:\\.${ATOM})*|"(?:[^"\\\\\\r\\n]|\\\\.)*")`;
const ADDRESS = `${LOCAL}@(?:${ATOM}(?:\\.${ATOM})*|\\[[^\\]\\s]+\\])`;
const EMAIL = new RegExp(`^\\s*(?:${ADDRESS}|[^<>@,;:]*<\\s*${ADDRESS}\\s*>)\\s*$`, 'u');

/** As Go's `net/mail` reads an address: `a@b`, and `Name <a@b>`. */
export function isEmail(text: string): boolean {
  return EMAIL.test(text);
}

/** What Go's `url.ParseRequestURI` finds in a text; null: neither an absolute URI nor an absolute path. */
export interface Url {
  readonly scheme: string;
  /** With port, an IPv6 address in brackets. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

const URI = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(.*)$/s;

export function parseRequestUri(text: string): Url | null {
  if (text === '' || hasControls(text)) return null;
  const [, scheme = '', afterScheme = ''] = URI.exec(text) ?? [];
  const question = afterScheme.indexOf('?');
  const rest = question < 0 ? afterScheme : afterScheme.slice(0, question);
  const query = question < 0 ? '' : afterScheme.slice(question + 1);
  const none = { scheme: scheme.toLowerCase(), host: '', hostname: '', port: '', query };
  if (text === '*') return { ...none, path: '*' };
  // `mailto:a@b`: opaque
  if (!rest.startsWith('/')) return scheme === '' ? null : { ...none, path: '' };
  if (scheme === '' || !rest.startsWith('//')) return isEscaped(rest) ? { ...none, path: rest } : null;
  const end = rest.indexOf('/', 2);
  const authority = end < 0 ? rest.slice(2) : rest.slice(2, end);
  const path = end < 0 ? '' : rest.slice(end);
  const host = hostOf(authority);
  return host === null || !isEscaped(path) ? null : { ...none, ...host, path };
}

export function isRequestUri(text: string): boolean {
  return parseRequestUri(text) !== null;
}

const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const HOST = /^(\[[^\]]*\]|[^:\s"<>\\^`{|}[\]]*)(?::(\d*))?$/;

function hostOf(authority: string): Pick<Url, 'host' | 'hostname' | 'port'> | null {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && !USER.test(authority.slice(0, at))) return null;
  const host = authority.slice(at + 1);
  const match = HOST.exec(host);
  if (match === null || !isEscaped(host)) return null;
  const [, name = '', port = ''] = match;
  return { host, hostname: name.startsWith('[') ? name.slice(1, -1) : name, port };
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

function hasControls(text: string): boolean {
  return [...text].some((one) => one < ' ' || one === '\x7f');
}
