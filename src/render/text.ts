/** UTF-8, or UTF-16 with a byte order mark, as Windows editors write it. */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const whole = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return Buffer.from(whole).swap16().toString('utf16le');
  }
  return bytes.toString('utf8');
}
