import { EXIT } from './errors.ts';
import { main } from './main.ts';

/** The process: real streams, real environment, Ctrl-C. */
const controller = new AbortController();
// listeners that stay: execa ends the process by the signal where nobody seems to listen, and trees would be left behind
process.on('SIGINT', cancel);
process.on('SIGTERM', cancel);
// a reader that went away (`| head`) is no failure of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exitCode = 0;
});

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  signal: controller.signal,
});

/** The first time everything is wound up; who asks again does not wait for that. Temporary folders go in either case. */
function cancel(): void {
  if (controller.signal.aborted) process.exit(EXIT.cancelled);
  controller.abort();
}
