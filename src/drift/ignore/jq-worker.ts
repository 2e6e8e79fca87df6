import { parentPort } from 'node:worker_threads';
import { raw } from 'jq-wasm';
import type { JqReply, JqRun } from './jq.ts';

/** jq takes its input off a buffer byte by byte, each time copying the rest: a view makes that linear. */
class View extends Uint8Array<ArrayBuffer> {
  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.subarray(start, end);
  }
}

class ViewEncoder extends TextEncoder {
  override encode(text?: string): Uint8Array<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = super.encode(text);
    return new View(buffer, byteOffset, byteLength);
  }
}

globalThis.TextEncoder = ViewEncoder;
// the wasm loader asks for its folder, which a bundled module has not, and then reads nothing from it
Object.assign(globalThis, { __dirname: '/' });

async function answer({ query, input }: JqRun): Promise<JqReply> {
  try {
    return { output: await raw(input, query, ['-c']) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (run: JqRun) => {
  void answer(run).then((reply) => parentPort?.postMessage(reply));
});
parentPort?.postMessage('ready');
