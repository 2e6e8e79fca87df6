import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What kubectl offers for many roots: one run of it for each, four at a time; `apply`: a server-side dry-run.
 * Usage: each-root.ts KUBECTL apply|diff ROOT...
 */
const [, , kubectl = '', verb, ...roots] = process.argv;
const words = verb === 'diff' ? ['diff'] : ['apply', '--dry-run=server'];
let next = 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (let index = next++; index < roots.length; index = next++) await ask(roots[index] ?? '');
  }),
);

function ask(root: string): Promise<void> {
  const isKustomization = existsSync(join(root, 'kustomization.yaml'));
  const args = [...words, '--server-side', '--force-conflicts', isKustomization ? '-k' : '-f', root];
  return new Promise((done, fail) => {
    const child = spawn(kubectl, args, { stdio: 'ignore' });
    child.on('error', fail);
    child.on('close', () => done());
  });
}
