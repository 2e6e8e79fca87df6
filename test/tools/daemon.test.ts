import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exists } from '../support/cache.ts';
import { startDaemon } from '../support/servers/daemon.ts';
import { folder } from '../support/repository.ts';
import { eventually } from '../support/servers/supervisor.ts';

/** Says its process id, then waits for ever. */
const patient = 'echo $$ > pid; echo waiting; exec sleep 1000';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a program that stays', () => {
  it('is there until it is stopped, and its words are kept', async () => {
    const dir = folder();
    const log = join(dir, 'patient.log');
    const options = { log, cwd: dir, ready: () => exists(join(dir, 'pid')) };
    const daemon = await startDaemon('sh', ['-c', patient], options);
    await eventually('its words', 5_000, async () => daemon.lastWords() === 'waiting');
    const pid = Number(readFileSync(join(dir, 'pid'), 'utf8'));
    expect(isRunning(pid)).toBe(true);
    await daemon.stop();
    expect(isRunning(pid)).toBe(false);
  });

  it('that ends before it is ready says why', async () => {
    const options = { log: join(folder(), 'hasty.log'), ready: async () => false };
    const started = startDaemon('sh', ['-c', 'echo no such flag; exit 3'], options);
    await expect(started).rejects.toThrow('hasty ended with exit code 3\nno such flag');
  });

  it('ends with whoever started it, however that ends', async () => {
    const dir = folder();
    const code = `import { startDaemon } from ${JSON.stringify(join(import.meta.dirname, '../support/servers/daemon.ts'))};
      const options = { log: 'log', ready: async () => true };
      await startDaemon('sh', ['-c', ${JSON.stringify(patient)}], options);
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: dir });
    const pid = join(dir, 'pid');
    await eventually(
      'the program',
      10_000,
      async () => (await exists(pid)) && readFileSync(pid, 'utf8') !== '',
    );
    const running = Number(readFileSync(pid, 'utf8'));
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    await eventually('its end', 5_000, async () => !isRunning(running));
  });
});
