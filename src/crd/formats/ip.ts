/** An address as its number. */
export interface Ip {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface Cidr {
  readonly ip: Ip;
  readonly prefix: number;
}

/** `sloppy`: numbers of an IPv4 address may begin with zeros, as they might in old Go. */
export type Reading = 'strict' | 'sloppy';

export function parseIp(text: string, reading: Reading): Ip | null {
  return text.includes(':') ? parseV6(text, reading) : parseV4(text, reading);
}

/** `10.0.0.0/8`; bits may stand behind the prefix. */
export function parseCidr(text: string, reading: Reading): Cidr | null {
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  const ip = parseIp(text.slice(0, slash), reading);
  const bits = text.slice(slash + 1);
  if (ip === null || !/^(?:0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > bitsOf(ip)) return null;
  return { ip, prefix: Number(bits) };
}

export function bitsOf(ip: Ip): number {
  return ip.family === 4 ? 32 : 128;
}

/** The address with only its first bits kept. */
export function masked(ip: Ip, prefix: number): Ip {
  const shift = BigInt(bitsOf(ip) - prefix);
  return { family: ip.family, value: (ip.value >> shift) << shift };
}

/** An IPv4 address that is written as an IPv6 one. */
export function isMapped(ip: Ip): boolean {
  return ip.family === 6 && ip.value >> 32n === 0xffffn;
}

function parseV4(text: string, reading: Reading): Ip | null {
  const parts = text.split('.');
  const part = reading === 'strict' ? /^(?:0|[1-9]\d{0,2})$/ : /^\d+$/;
  if (parts.length !== 4 || !parts.every((one) => part.test(one) && Number(one) < 256)) return null;
  return { family: 4, value: parts.reduce((value, one) => value * 256n + BigInt(one), 0n) };
}

function parseV6(text: string, reading: Reading): Ip | null {
  const dotted = /^(.*:)([^:]*\.[^:]*)$/.exec(text);
  if (dotted !== null) {
    const tail = parseV4(dotted[2] ?? '', reading);
    if (tail === null) return null;
    const groups = `${(tail.value >> 16n).toString(16)}:${(tail.value & 0xffffn).toString(16)}`;
    return parseV6(`${dotted[1] ?? ''}${groups}`, reading);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  const all = [...head, ...tail];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return { family: 6, value: groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n) };
}

/** As Go writes it: the longest run of zeros is left out. */
export function formatIp({ family, value }: Ip): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16),
  );
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = runs.reduce(
    (best, run) => (run.replace(/^:/, '').length > best.replace(/^:/, '').length ? run : best),
    '',
  );
  return longest === '' ? text : text.replace(longest, '::').replace(/:{3,}/, '::');
}
