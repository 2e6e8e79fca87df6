const MINUTE = 60_000;
const STEPS = [
  { unit: 'year', length: 365 * 24 * 60 * MINUTE },
  { unit: 'month', length: 30 * 24 * 60 * MINUTE },
  { unit: 'day', length: 24 * 60 * MINUTE },
  { unit: 'hour', length: 60 * MINUTE },
  { unit: 'minute', length: MINUTE },
] as const;

/** `12 days ago`; a time that lies ahead (clocks differ) is shown as it is, not as a negative age. */
export function age(time: string, now: number): string {
  const elapsed = now - Date.parse(time);
  if (!(elapsed >= 0)) return minuteOf(time);
  const step = STEPS.find(({ length }) => elapsed >= length);
  if (step === undefined) return 'just now';
  const count = Math.floor(elapsed / step.length);
  return `${count} ${step.unit}${count === 1 ? '' : 's'} ago`;
}

/** `2026-11-20 03:12 UTC`: one zone for everybody who reads the same incident. */
export function minuteOf(time: string): string {
  const iso = isoOf(time);
  return iso === null ? 'time unknown' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `2026-11-20`, in UTC. */
export function dayOf(time: string): string | null {
  return isoOf(time)?.slice(0, 10) ?? null;
}

function isoOf(time: string): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
