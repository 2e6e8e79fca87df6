import { dirname, join } from 'node:path';
import { buildTool } from './programs/build.ts';
import { folder } from './repository.ts';
import { run } from './run.ts';

/** A key of age: who has it decrypts what was encrypted for its recipient. */
export interface AgeKey {
  readonly secret: string;
  readonly recipient: string;
}

export async function ageKey(): Promise<AgeKey> {
  const text = await run(await buildTool('age-keygen'), []);
  const secret = /^AGE-SECRET-KEY-\S+$/m.exec(text)?.[0];
  const recipient = /\bage1\S+/.exec(text)?.[0];
  if (secret === undefined || recipient === undefined) throw new Error('age-keygen prints no key');
  return { secret, recipient };
}

/** A manifest as it is committed: the values of its data encrypted by SOPS. */
export async function encrypted(manifest: string, { recipient }: AgeKey): Promise<string> {
  const types = ['--input-type', 'yaml', '--output-type', 'yaml'];
  const whose = ['--age', recipient, '--encrypted-regex', '^(data|stringData)$'];
  const file = join(folder({ 'plain.yaml': manifest }), 'plain.yaml');
  return run(await buildTool('sops'), ['--encrypt', ...types, ...whose, file]);
}

/** The folder of the program. */
export async function sopsFolder(): Promise<string> {
  return dirname(await buildTool('sops'));
}
