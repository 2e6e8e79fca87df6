import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../support/cache.ts';
import { folder, repository } from '../support/repository.ts';
import { attempt } from '../support/run.ts';

/** As it is released, built for this one test. */
function built(): string {
  const binary = join(folder(), 'kubectl-gitops');
  const script = join(repositoryRoot, 'scripts/build-binary.ts');
  execFileSync(process.execPath, [script, binary], { stdio: 'ignore' });
  return binary;
}

describe('the standalone binary in a repository that is not trusted', () => {
  it('runs nothing of it, and takes no environment from it', async () => {
    const marker = join(folder(), 'ran');
    const preload = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')\n`;
    const { dir } = repository({
      '.env': 'KUBECONFIG=/of/the/repository\n',
      'bunfig.toml': 'preload = ["./preload.js"]\n',
      'preload.js': preload,
      'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n',
    });
    const home = folder();
    const { KUBECONFIG: _, ...rest } = process.env;
    const env = { ...rest, HOME: home, XDG_CACHE_HOME: join(home, 'cache') };
    const { code, stderr } = await attempt(built(), ['diff'], { cwd: dir, env });
    expect({
      code,
      said: stderr.includes('NO_KUBECONFIG'),
      of: stderr.includes('/of/the/repository'),
    }).toEqual({
      code: 4,
      said: true,
      of: false,
    });
    expect(existsSync(marker)).toBe(false);
  });
});
