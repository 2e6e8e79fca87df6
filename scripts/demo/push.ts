import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { save } from './shop.ts';

const WEB = 'apps/web/base/deployment.yaml';
const REDIS = 'redis/redis.yaml';

/** Runs a command where everybody sees it; its exit code. */
type Show = (command: string, ...args: readonly string[]) => number | null;

/** Three pushes: one with a typo, one that takes the night's work away, and one that brings it into git. */
export function playPushes(work: string, show: Show): readonly (number | null)[] {
  const change = (file: string, from: string, to: string) => {
    const path = join(work, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  const installed = show('kubectl', 'gitops', 'hook', 'install');

  process.stdout.write('\nA typo: replica for replicas.\n');
  change(WEB, 'replicas:', 'replica:');
  save(work, 'more of the web shop', 'Grace', 0);
  const typo = show('git', 'push');

  process.stdout.write(
    '\nThe typo is corrected, and redis gets two replicas. At night somebody gave it three:\n',
  );
  change(WEB, 'replica:', 'replicas:');
  change(REDIS, 'replicas: 1', 'replicas: 2');
  save(work, 'two of redis', 'Grace', 0);
  const overwritten = show('git', 'push');

  process.stdout.write('\nThree it is, in git as well:\n');
  change(REDIS, 'replicas: 2', 'replicas: 3');
  save(work, 'three of redis', 'Grace', 0);
  const good = show('git', 'push');
  return [installed, typo, overwritten, good];
}
