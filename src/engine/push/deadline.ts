import type { Deps } from '../../deps.ts';

/** The time that a push may be held up. */
export interface Deadline {
  /** What is begun with these ends when the time is over, or when the user wants it to. */
  readonly deps: Deps;
  /** The time is over, and nobody pressed Ctrl-C. */
  readonly isOver: () => boolean;
  readonly stop: () => void;
}

/** `milliseconds`: from now on; 0: as long as it takes. */
export function startDeadline(deps: Deps, milliseconds: number): Deadline {
  const controller = new AbortController();
  const timer = milliseconds === 0 ? undefined : setTimeout(() => controller.abort(), milliseconds);
  timer?.unref();
  return {
    deps: { ...deps, signal: AbortSignal.any([deps.signal, controller.signal]) },
    isOver: () => controller.signal.aborted && !deps.signal.aborted,
    stop: () => clearTimeout(timer),
  };
}
