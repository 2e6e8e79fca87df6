import type { WriteStream } from 'node:tty';

const lineEveryMs = 15_000;
const redrawEveryMs = 200;

export type Progress = { step(packages: number): void; end(outcome: string): void };

/** Says on stderr what takes so long: one line that redraws itself on a terminal, else a line every 15 seconds. */
export function showProgress(what: string, minutes: number, out: WriteStream = process.stderr): Progress {
  const started = Date.now();
  let steps = 0;
  const status = (): string => `${what}: ${steps} packages, ${elapsed(Date.now() - started)}`;
  const redraw = (): void => void out.write(`\r\u001b[K${status()}`);
  out.write(`${what}: first build, about ${minutes} min on two cores; later runs reuse it\n`);
  const timer = out.isTTY
    ? setInterval(redraw, redrawEveryMs)
    : setInterval(() => out.write(`${status()}\n`), lineEveryMs);
  return {
    step: (packages) => {
      steps += packages;
    },
    end: (outcome) => {
      clearInterval(timer);
      out.write(
        `${out.isTTY ? '\r\u001b[K' : ''}${what}: ${outcome} after ${elapsed(Date.now() - started)}\n`,
      );
    },
  };
}

function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}
