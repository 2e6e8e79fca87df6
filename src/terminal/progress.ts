import type { Deps } from '../deps.ts';

export interface Progress {
  /** What is waited for now. */
  readonly step: (text: string) => void;
  readonly stop: () => void;
}

const PATIENCE = 300;
const EVERY = 100;

/** One line on stderr that says what is waited for: only on a terminal, and only when it takes a moment. */
export function startProgress(
  deps: Pick<Deps, 'stderr' | 'env'>,
  { quiet, verbose }: { readonly quiet: boolean; readonly verbose: boolean },
): Progress {
  const { stderr } = deps;
  const began = performance.now();
  if (verbose) {
    return {
      step: (text) => stderr.write(`${((performance.now() - began) / 1000).toFixed(2)}s ${text}\n`),
      stop: () => {},
    };
  }
  // a dumb terminal cannot take the line back
  if (quiet || stderr.isTTY !== true || deps.env.TERM === 'dumb') return { step: () => {}, stop: () => {} };
  let current = '';
  let shown = false;
  const timer = setInterval(() => {
    if (performance.now() - began < PATIENCE || current === '') return;
    stderr.write(`\r\u001b[2K${current}…`);
    shown = true;
  }, EVERY);
  timer.unref();
  return {
    step: (text) => {
      // some terminals say that they have no columns
      current = text.slice(0, (stderr.columns || 80) - 2);
    },
    stop: () => {
      clearInterval(timer);
      if (shown) stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}
