import { type TargetWord, targetsOf } from './targets.ts';
import { isEnvironment, parseBoolean, splitList, splitPairs } from './values.ts';
import { readWords, type Words } from './words.ts';

/** A kubectl command line as data: what its words say, nothing of what files or the cluster hold. */
export interface KubectlCommand {
  /** `''`: none; as typed where kubectl has no such command: a plugin, or an alias of the user's preferences. */
  readonly verb: string;
  /** `image` of `set image`, `deployment` of `create deploy`, `service clusterip` of `create svc clusterip`. */
  readonly subverb: string | null;
  readonly args: readonly string[];
  /** Flags of the connection in their order, as `--flag=value`: to hand on to another call of kubectl. */
  readonly connection: readonly string[];
  readonly namespace: string | undefined;
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly asGroup: readonly string[];
  /** As typed: `10s`; `'0'`: no limit. */
  readonly requestTimeout: string | undefined;
  /** Flags that choose server and login past the typed ones above, by name. */
  readonly direct: ReadonlyMap<string, string>;
  readonly targets: readonly TargetWord[];
  readonly filenames: readonly string[];
  readonly kustomize: readonly string[];
  readonly recursive: boolean;
  /** Which objects it is about; not the selector that `expose` and `create` write into one. */
  readonly selector: string | undefined;
  readonly fieldSelector: string | undefined;
  readonly all: boolean;
  readonly allNamespaces: boolean;
  /** Whether objects, a patch's values or an answer come from standard input. */
  readonly readsStdin: boolean;
  readonly dryRun: boolean;
  readonly subresource: string | null;
  readonly fieldManager: string | null;
  readonly output: string | null;
  readonly local: boolean;
  /** The path of the API that `--raw` asks, whatever the other flags say. */
  readonly raw: string | null;
  readonly help: boolean;
  /** Flags as typed that the command does not have in 1.33 to 1.36, or that lack their value: those refuse the line. */
  readonly unknownFlags: readonly string[];
  /** Every flag with its values in their order; a bare boolean is `true`. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** Flags that choose the server, the login and how it is asked. */
const TYPED = ['namespace', 'context', 'kubeconfig', 'as', 'as-group', 'request-timeout'];
const HARMLESS = ['cache-dir', 'disable-compression', 'match-server-version', 'as-user-extra'];
const INSECURE = 'insecure-skip-tls-verify';
const DIRECT = [
  ...['server', 'cluster', 'user', 'token', 'username', 'password', 'as-uid'],
  ...['certificate-authority', 'client-certificate', 'client-key', INSECURE, 'tls-server-name'],
];
const STDIN = /(^|=)(\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/;

/** Reads the words after `kubectl` as kubectl 1.33 to 1.36 reads them. Never throws: what kubectl refuses is told. */
export function readKubectl(argv: readonly string[]): KubectlCommand {
  const words = readWords(argv);
  const [verb = '', ...subverbs] = words.command.split(' ');
  const flags = Map.groupBy(words.given, ({ flag }) => flag.name);
  const all = (name: string) => flags.get(name)?.map(({ value }) => value) ?? [];
  const last = (name: string) => all(name).at(-1) || undefined;
  const isSet = (name: string) => parseBoolean(last(name) ?? '') === true;
  const connection = connectionOf(words);
  const shared = (name: string) => connection.filter((one) => one.name === name).map(({ value }) => value);
  const common = (name: string) => shared(name).at(-1) || undefined;
  const isBirth = verb === 'expose' || (verb === 'create' && subverbs.length > 0);
  const selector = isBirth ? undefined : last('selector');
  const filenames = all('filename').flatMap(splitList);
  return {
    verb: words.unknown ?? verb,
    subverb: subverbs.length === 0 ? null : subverbs.join(' '),
    args: words.args,
    connection: connection.map(({ name, value }) => `--${name}=${value}`),
    namespace: common('namespace'),
    context: common('context'),
    kubeconfig: common('kubeconfig'),
    as: common('as'),
    asGroup: shared('as-group'),
    requestTimeout: common('request-timeout'),
    direct: new Map(
      connection
        .filter(({ name, value }) => DIRECT.includes(name) && value !== '')
        .filter(({ name, value }) => !(name === INSECURE && value === 'false'))
        .map(({ name, value }) => [name, value]),
    ),
    targets: targetsOf(words.command, words.args, words.dash, selector !== undefined || isSet('all')),
    filenames,
    kustomize: all('kustomize')
      .slice(-1)
      .filter((folder) => folder !== ''),
    recursive: isSet('recursive'),
    selector,
    fieldSelector: last('field-selector'),
    all: isSet('all'),
    allNamespaces: isSet('all-namespaces'),
    readsStdin: filenames.includes('-') || asksStdin(words, all),
    dryRun: isDryRun(last('dry-run')),
    subresource: last('subresource') ?? null,
    fieldManager: last('field-manager') ?? null,
    output: last('output') ?? null,
    local: isSet('local'),
    raw: verb === 'config' ? null : (last('raw') ?? null),
    help: isSet('help'),
    unknownFlags: words.refused,
    flags: new Map([...flags.keys()].map((name) => [name, all(name)])),
  };
}

/** A command's own flag may hide the one of every command: `create rolebinding --user` is no login. */
function connectionOf({ given }: Words): readonly { readonly name: string; readonly value: string }[] {
  const names = [...TYPED, ...HARMLESS, ...DIRECT];
  return given
    .filter(({ flag }) => flag.isGlobal && names.includes(flag.name))
    .map(({ flag, value }) => ({ name: flag.name, value }));
}

/** kubectl still takes the booleans of old: `--dry-run=false` writes. It refuses any other word than these. */
function isDryRun(word: string | undefined): boolean {
  if (word === undefined) return false;
  return parseBoolean(word) ?? ['unchanged', 'client', 'server'].includes(word);
}

function asksStdin({ command, args }: Words, all: (flag: string) => readonly string[]): boolean {
  const files = ['filename', 'patch-file', 'from-file', 'from-env-file'].flatMap(all).flatMap(splitList);
  if (files.some((file) => STDIN.test(file))) return true;
  if (command === 'set env') return [...all('env'), ...splitPairs(args, isEnvironment).pairs].includes('-');
  return parseBoolean(all(command === 'delete' ? 'interactive' : 'stdin').at(-1) ?? '') === true;
}
