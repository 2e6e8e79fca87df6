import { UsageError } from './errors.ts';

/** Flags that every command takes, read as kubectl reads them. */
export interface CommonOptions {
  readonly namespace: string | undefined;
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly asGroup: readonly string[] | undefined;
  /** Milliseconds; 0: no limit. */
  readonly requestTimeout: number;
  readonly env: string | undefined;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** argv as yargs parses it; read by the functions below only. */
export type Argv = Readonly<Record<string, unknown>>;

export function commonOptions(argv: Argv): CommonOptions {
  return {
    namespace: text(argv, 'namespace'),
    context: text(argv, 'context'),
    kubeconfig: text(argv, 'kubeconfig'),
    as: text(argv, 'as'),
    asGroup: argv['as-group'] === undefined ? undefined : texts(argv, 'as-group'),
    requestTimeout: duration(text(argv, 'request-timeout') ?? '0', '--request-timeout'),
    env: text(argv, 'env'),
    color: oneOf(argv.color, ['auto', 'always', 'never']) ?? 'auto',
    quiet: argv.quiet === true,
    verbose: argv.verbose === true,
  };
}

/** A flag's value; of a flag given twice the last counts, as in kubectl. */
export function text(argv: Argv, name: string): string | undefined {
  const value = argv[name];
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : undefined;
}

export function texts(argv: Argv, name: string): readonly string[] {
  const value = argv[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

export function oneOf<const T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return allowed.find((one) => one === last);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `30s`, `1m30s`, `250ms`, or bare seconds, in milliseconds. Throws UsageError. */
export function duration(value: string, flag: string): number {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== value) {
    throw new UsageError('BAD_FLAG', `${flag}: "${value}" is no duration`, { hint: `write ${flag}=30s` });
  }
  return parts.reduce(
    (total, [, number = '0', unit = 's']) => total + Number(number) * (UNITS[unit] ?? 0),
    0,
  );
}
