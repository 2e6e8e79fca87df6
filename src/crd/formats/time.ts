const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const DAY = 86_400_000_000_000n;
const MAX = 2n ** 63n;

const GO_DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** A Go duration (`1h30m`) in nanoseconds; null: it is none. */
export function parseGoDuration(text: string): bigint | null {
  if (!GO_DURATION.test(text)) return null;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const per = UNITS[unit] ?? 0n;
    total += BigInt(whole || '0') * per + (BigInt(fraction || '0') * per) / 10n ** BigInt(fraction.length);
  }
  if (total >= MAX) return null;
  return text.startsWith('-') ? -total : total;
}

/** Names of a unit: the last is the beginning of longer ones (`minutes`). */
const NAMES: readonly (readonly [nanos: bigint, names: readonly string[]])[] = [
  [1n, ['ns', 'nano']],
  [1_000n, ['us', 'µs', 'micro']],
  [1_000_000n, ['ms', 'milli']],
  [1_000_000_000n, ['s', 'sec']],
  [60_000_000_000n, ['m', 'min']],
  [3_600_000_000_000n, ['h', 'hr', 'hour']],
  [DAY, ['d', 'day']],
  [7n * DAY, ['w', 'wk', 'week']],
];

/** `format: duration` in nanoseconds: Go's form, else any text that holds something like `2 days`. */
export function parseDuration(text: string): bigint | null {
  const plain = parseGoDuration(text);
  if (plain !== null) return plain;
  let total: bigint | null = null;
  for (const [, factor = '', word = ''] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    const unit = word.toLowerCase();
    for (const [nanos, names] of NAMES) {
      const times = names.filter((name, at) =>
        at === names.length - 1 ? unit.startsWith(name) : unit === name,
      );
      for (const _ of times) total = (total ?? 0n) + BigInt(factor) * nanos;
    }
  }
  return total;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** `format: date`; null: it is none. */
export function parseDate(text: string): Date | null {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number(day) > 0 && date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1
    ? date
    : null;
}

/** `format: date-time`; null: it is none. */
export function parseDateTime(text: string): Date | null {
  const [day = '', time = '', ...more] = text.split(/t/i);
  const [, hour = '', minute = '', second = ''] = TIME.exec(time) ?? [];
  if (more.length > 0 || hour === '' || parseDate(day) === null) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return new Date(text.toUpperCase());
}
