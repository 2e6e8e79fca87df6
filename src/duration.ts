const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  ns: 0.000001,
};

/** Go's durations, `1h30m`, in milliseconds; 0 where it is none. */
export function millisecondsOf(duration: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|ns))+$/.test(duration)) return 0;
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}
