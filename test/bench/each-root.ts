import { spawn } from 'node:child_process';

/** What a hook made of kubectl would do: a server-side dry-run of every root, four at a time. Usage: each-root.ts KUBECTL ROOT... */
const [, , kubectl = '', ...roots] = process.argv;
let next = 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (let index = next++; index < roots.length; index = next++) await dryRun(roots[index] ?? '');
  }),
);

function dryRun(root: string): Promise<void> {
  const args = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-k', root];
  return new Promise((done, fail) => {
    const child = spawn(kubectl, args, { stdio: 'ignore' });
    child.on('error', fail);
    child.on('close', () => done());
  });
}
