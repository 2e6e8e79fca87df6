import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';

/** Who reads an answer that goes on for as long as it likes. */
export interface Streaming {
  /** Called once the server has agreed. */
  readonly onOpen?: () => void;
  /** Called with each complete line. What it throws ends the stream, and is thrown by the request. */
  readonly onLine: (line: string) => void;
  /** Ends this one request. */
  readonly signal: AbortSignal;
  /** Milliseconds without a word after which the connection counts as dead. */
  readonly silence: number;
}

/** One object of etcd is 1.5 MiB at most, and JSON makes it longer. */
const LONGEST = 16 * 1024 * 1024;

/** Hands the lines of an answer on until it ends, and returns no more of it. Throws what broke it off. */
export function linesOf(message: IncomingMessage, { onOpen, onLine, silence }: Streaming): Promise<Buffer> {
  onOpen?.();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) throw brokenOff();
    for (const line of lines) if (line !== '') onLine(line);
  };
  return new Promise((done, fail) => {
    const watchdog = setTimeout(() => message.destroy(brokenOff()), silence);
    const end = (settle: () => void) => {
      clearTimeout(watchdog);
      settle();
    };
    message.on('data', (chunk: Buffer) => {
      watchdog.refresh();
      try {
        take(chunk);
      } catch (error) {
        end(() => fail(error));
        message.destroy();
      }
    });
    message.on('end', () => end(() => done(Buffer.alloc(0))));
    message.on('error', (error) => end(() => fail(error)));
    message.on('close', () => end(() => fail(brokenOff())));
  });
}

function brokenOff(): Error {
  return Object.assign(new Error('the stream broke off'), { code: 'ECONNRESET' });
}
