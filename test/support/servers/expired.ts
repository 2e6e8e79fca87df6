import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';

const SEQUENCE = 0x30;
const BIT_STRING = 0x03;
/** Tag and length of a time as certificates hold it, `YYMMDDHHMMSSZ`. */
const TIME = Buffer.from([0x17, 13]);

/** The same certificate (PEM), signed anew by the cluster's authority, but of a day that is past. */
export function expiredCertificate({ dir }: Pick<Cluster, 'dir'>, pem: Buffer, day: string): Buffer {
  const { raw } = new X509Certificate(pem);
  const [content = raw, algorithm = raw] = children(raw);
  const dated = Buffer.from(content);
  const from = dated.indexOf(TIME) + TIME.length;
  const until = dated.indexOf(TIME, from) + TIME.length;
  const yymmdd = day.replaceAll('-', '').slice(2);
  dated.write(`${yymmdd}000000Z`, from, 'latin1');
  dated.write(`${yymmdd}120000Z`, until, 'latin1');
  const signature = sign('sha256', dated, createPrivateKey(readFileSync(join(dir, 'ca.key'))));
  const signed = element(SEQUENCE, [dated, algorithm, element(BIT_STRING, [Buffer.of(0), signature])]);
  return Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${signed.toString('base64')}\n-----END CERTIFICATE-----\n`,
  );
}

/** The elements of a DER sequence, each with its tag and length. */
function children(sequence: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = header(sequence).start; at < sequence.length; ) {
    const { start, length } = header(sequence.subarray(at));
    found.push(sequence.subarray(at, at + start + length));
    at += start + length;
  }
  return found;
}

function header(element: Buffer): { readonly start: number; readonly length: number } {
  const first = element[1] ?? 0;
  if (first < 0x80) return { start: 2, length: first };
  const size = first & 0x7f;
  return { start: 2 + size, length: element.readUIntBE(2, size) };
}

function element(tag: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const size = content.length < 0x100 ? 1 : 2;
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([Buffer.of(tag, 0x80 | size), length, content]);
}

/** The same service account token, signed anew by the cluster, but one that ended at `at` (milliseconds). */
export function expiredToken({ dir }: Pick<Cluster, 'dir'>, token: string, at: number): string {
  const [header = '', payload = ''] = token.split('.');
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const exp = Math.floor(at / 1000);
  const past = { ...claims, iat: exp - 600, nbf: exp - 600, exp };
  const text = `${header}.${Buffer.from(JSON.stringify(past)).toString('base64url')}`;
  const key = createPrivateKey(readFileSync(join(dir, 'service-account.key')));
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
