import { pipeline, type Readable, type Writable } from 'node:stream';

/** Passes everything on; where one end is cut off, the other is too, as on a real network. */
export function relay(from: Readable, to: Writable): void {
  pipeline(from, to, () => {});
}
