import type { Environment } from '@marcbachmann/cel-js';
import { type Cidr, formatIp, type Ip, isMapped, masked, parseCidr, parseIp } from '../formats/ip.ts';
import { RuleFailure } from './failure.ts';

class Address {
  readonly ip: Ip;
  constructor(ip: Ip) {
    this.ip = ip;
  }
  toString(): string {
    return formatIp(this.ip);
  }
}

class Network {
  readonly cidr: Cidr;
  constructor(cidr: Cidr) {
    this.cidr = cidr;
  }
  toString(): string {
    return `${formatIp(this.cidr.ip)}/${this.cidr.prefix}`;
  }
}

class IpNamespace {}

/** `ip('10.0.0.1')`, `cidr('10.0.0.0/8')` and what can be asked of them. */
export function registerNetwork(environment: Environment): void {
  environment
    .registerType('IP', { ctor: Address, fields: {} })
    .registerType('CIDR', { ctor: Network, fields: {} })
    .registerType('IpNamespace', { ctor: IpNamespace, fields: {} })
    .registerConstant('ip', 'IpNamespace', new IpNamespace())
    .registerFunction('ip(string): IP', (text: string) => new Address(readIp(text)))
    .registerFunction('isIP(string): bool', (text: string) => ipOf(text) !== null)
    .registerFunction(
      'IpNamespace.isCanonical(string): bool',
      (_: IpNamespace, text: string) => formatIp(readIp(text)) === text,
    )
    .registerFunction('string(IP): string', String)
    .registerFunction('IP.family(): int', ({ ip }: Address) => BigInt(ip.family))
    .registerFunction('IP.isUnspecified(): bool', ({ ip }: Address) => ip.value === 0n)
    .registerFunction('IP.isLoopback(): bool', ({ ip }: Address) => isLoopback(ip))
    .registerFunction('IP.isLinkLocalMulticast(): bool', ({ ip }: Address) =>
      within(ip, '224.0.0.0/24', 'ff02::/16'),
    )
    .registerFunction('IP.isLinkLocalUnicast(): bool', ({ ip }: Address) => isLinkLocal(ip))
    .registerFunction('IP.isGlobalUnicast(): bool', ({ ip }: Address) => isGlobal(ip))
    .registerOperator('IP == IP', (a: Address, b: Address) => String(a) === String(b));
  registerCidr(environment);
}

function registerCidr(environment: Environment): void {
  environment
    .registerFunction('cidr(string): CIDR', (text: string) => new Network(readCidr(text)))
    .registerFunction('isCIDR(string): bool', (text: string) => cidrOf(text) !== null)
    .registerFunction('string(CIDR): string', String)
    .registerFunction('CIDR.containsIP(string): bool', ({ cidr }: Network, text: string) =>
      hasIp(cidr, readIp(text)),
    )
    .registerFunction('CIDR.containsIP(IP): bool', ({ cidr }: Network, { ip }: Address) => hasIp(cidr, ip))
    .registerFunction('CIDR.containsCIDR(string): bool', ({ cidr }: Network, text: string) =>
      hasCidr(cidr, readCidr(text)),
    )
    .registerFunction('CIDR.containsCIDR(CIDR): bool', ({ cidr }: Network, other: Network) =>
      hasCidr(cidr, other.cidr),
    )
    .registerFunction('CIDR.ip(): IP', ({ cidr }: Network) => new Address(cidr.ip))
    .registerFunction('CIDR.prefixLength(): int', ({ cidr }: Network) => BigInt(cidr.prefix))
    .registerFunction(
      'CIDR.masked(): CIDR',
      ({ cidr: { ip, prefix } }: Network) => new Network({ ip: masked(ip, prefix), prefix }),
    )
    .registerOperator('CIDR == CIDR', (a: Network, b: Network) => String(a) === String(b));
}

/** An address that only wraps an IPv4 one is none to a rule. */
function ipOf(text: string): Ip | null {
  const ip = parseIp(text, 'strict');
  return ip === null || isMapped(ip) ? null : ip;
}

function cidrOf(text: string): Cidr | null {
  const cidr = parseCidr(text, 'strict');
  return cidr === null || isMapped(cidr.ip) ? null : cidr;
}

function readIp(text: string): Ip {
  const ip = ipOf(text);
  if (ip === null)
    throw new RuleFailure(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return ip;
}

function readCidr(text: string): Cidr {
  const cidr = cidrOf(text);
  if (cidr === null) throw new RuleFailure('network address parse error during conversion from string');
  return cidr;
}

function hasIp({ ip: own, prefix }: Cidr, ip: Ip): boolean {
  return own.family === ip.family && masked(ip, prefix).value === masked(own, prefix).value;
}

function hasCidr(cidr: Cidr, other: Cidr): boolean {
  return other.prefix >= cidr.prefix && hasIp(cidr, other.ip);
}

function within(ip: Ip, v4: string, v6: string): boolean {
  const cidr = parseCidr(ip.family === 4 ? v4 : v6, 'strict');
  return cidr !== null && hasIp(cidr, ip);
}

function isLoopback(ip: Ip): boolean {
  return within(ip, '127.0.0.0/8', '::1/128');
}

function isLinkLocal(ip: Ip): boolean {
  return within(ip, '169.254.0.0/16', 'fe80::/10');
}

function isGlobal(ip: Ip): boolean {
  const isBroadcast = ip.family === 4 && ip.value === 0xffffffffn;
  const isMulticast = within(ip, '224.0.0.0/4', 'ff00::/8');
  return ip.value !== 0n && !isBroadcast && !isMulticast && !isLoopback(ip) && !isLinkLocal(ip);
}
