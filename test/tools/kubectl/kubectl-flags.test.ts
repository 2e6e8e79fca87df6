import { expect, test } from 'vitest';
import { type Flag, readTable } from '../../../src/guard/kubectl/flag-table.ts';
import { readWords } from '../../../src/guard/kubectl/words.ts';
import { mapLimit } from '../../../src/io.ts';
import type { ServerVersion } from '../../support/programs/tools.ts';
import { type Kubectl, kubectlAlone, kubectlVersion } from './kubectl.ts';

const table = readTable();
/** Not listed by kubectl's help. */
const hidden = ['help', 'options', 'alpha', '__complete', '__completeNoDesc'];
/** Commands and flags of the table that this version does not have. */
const absentFrom: Readonly<Record<ServerVersion, readonly string[]>> = {
  '1.36': [],
  '1.33': [
    ...['--as-user-extra', '--kuberc', 'kuberc', 'kuberc set', 'kuberc view', 'run --detach-keys'],
    ...['attach --detach-keys', 'autoscale --cpu', 'autoscale --memory', 'diff --show-secrets'],
    ...['top node --show-swap', 'top pod --show-swap', 'api-resources --show-managed-fields'],
  ],
};
const absent = absentFrom[kubectlVersion()];
const commands = table.commands.filter((name) => ![...hidden, ...absent].includes(name));

interface Help {
  readonly children: readonly string[];
  readonly aliases: readonly string[];
  readonly flags: ReadonlyMap<string, { readonly shorthand: string | null; readonly value: string }>;
}

async function helpOf(kubectl: Kubectl, command: string): Promise<Help> {
  const words = command === '' ? [] : command.split(' ');
  const { stdout } = await kubectl([...words, '--help']);
  const flags = command === '' ? (await kubectl(['options'])).stdout : stdout;
  const listed = flags.matchAll(/^ {4}(?:-(\w), )?--([\w-]+)=(.*):$/gm);
  const sections = stdout.matchAll(/^(?:\S.* Commands.*|Available Commands):\n((?: {2}\S.*\n)+)/gm);
  return {
    children: [...sections].flatMap(([, lines = '']) => lines.match(/^ {2}\S+/gm) ?? []),
    aliases: /^Aliases:\n(.*)$/m.exec(stdout)?.[1]?.split(', ') ?? [],
    flags: new Map(
      [...listed].map(([, shorthand = null, name = '', value = '']) => [name, { shorthand, value }]),
    ),
  };
}

function ownFlags(command: string): readonly Flag[] {
  const isHere = ({ name }: Flag) => !absent.includes(`${command} --${name}`.trim());
  const own = (flag: Flag) => flag.isGlobal === (command === '') && flag.name !== 'help';
  return table.flagsOf(command).all.filter((flag) => own(flag) && isHere(flag));
}

test('the table has every command and every alias', async () => {
  const kubectl = await kubectlAlone();
  const found = await mapLimit(commands, 2, async (command) => {
    const { children, aliases } = await helpOf(kubectl, command);
    const parent = command.split(' ').slice(0, -1).join(' ');
    for (const alias of aliases) expect([alias, table.child(parent, alias)]).toEqual([alias, command]);
    return children.map((child) => `${command} ${child.trim()}`.trim());
  });
  expect(['', ...found.flat()].sort()).toEqual(commands.toSorted());
});

test('the table has every flag that help lists, and beside them only deprecated ones', async () => {
  const kubectl = await kubectlAlone();
  const unlisted = await mapLimit(commands, 2, async (command) => {
    const { flags } = await helpOf(kubectl, command);
    const own = ownFlags(command);
    const listed = [...flags].map(([name, { shorthand, value }]) => {
      const isBoolean = value === 'true' || value === 'false';
      return { name, isBoolean, shorthand: shorthand ?? laterShorthand(command, name) };
    });
    const ours = own.filter(({ name }) => flags.has(name));
    const read = ours.map(({ name, shorthand, arity }) => ({
      name,
      isBoolean: arity === 'boolean',
      shorthand,
    }));
    expect([command, new Set(read)]).toEqual([command, new Set(listed)]);
    return own.filter(({ name }) => !flags.has(name)).map(({ name }) => `${command} --${name}`);
  });
  const deprecated = unlisted.flat().filter((flag) => !flag.endsWith(' --record'));
  expect(deprecated).toEqual(kubectlVersion() === '1.36' ? ['autoscale --cpu-percent'] : []);
});

/** Two shorthands are younger than their flags. */
function laterShorthand(command: string, name: string): string | null {
  if (kubectlVersion() === '1.36') return null;
  return (
    new Map([
      ['explain recursive', 'R'],
      ['config set-context namespace', 'n'],
    ]).get(`${command} ${name}`) ?? null
  );
}

const plain = new Map([
  ['kuberc', '/dev/null'],
  ['vmodule', 'a=1'],
  ['cpu-percent', '1'],
]);

test('a flag takes the next word exactly where the table says so', async () => {
  const kubectl = await kubectlAlone();
  await mapLimit(commands, 2, async (command) => {
    const { flags } = await helpOf(kubectl, command);
    const words = ownFlags(command).flatMap(({ name, arity }) => {
      const listed = flags.get(name)?.value ?? '';
      const isText = /^['[]/.test(listed);
      // a text takes even a flag; a number or a duration would be refused, and preferences are opened at once
      const value = isText && name !== 'kuberc' ? '--no-such=flag' : (plain.get(name) ?? listed);
      return [`--${name}`, ...(arity === 'value' ? [value] : [])];
    });
    // what is refused at its last word was read to its end, and does nothing
    const { stderr } = await kubectl([...command.split(' ').filter(Boolean), ...words, '--kubeconfig']);
    expect([command, stderr]).toEqual([command, expect.stringContaining('needs an argument: --kubeconfig')]);
  });
});

/** Each with --help behind it: kubectl then says which command it found, or why it refuses the line. */
const lines = `get
  -n shop edit
  -nshop edit
  -n edit
  -n edit delete
  --namespace=edit delete
  -f x apply
  -Rf x apply
  -R x apply
  --all delete pods
  --dry-run delete pods
  --dry-run=client delete pods
  --match-server-version get
  --match_server_version get
  -h delete pod
  -h delete
  -v 5 get
  -v5 get
  -s= get
  set -f image env
  set -h image env
  set --local image
  set sa
  set -- image
  -- delete
  apply -f edit-last-applied
  apply edit-last-applied
  apply -R edit-last-applied
  apply --dry-run edit-last-applied
  create --dry-run client deployment
  create deploy web
  create svc clusterip web
  create svc -n clusterip web
  create secret web
  rollout -l app=web restart
  rollout -A restart
  config use x
  top no
  get edit
  delete delete delete
  deleet pod
  EDIT x
  edit --frobnicate
  edit -Rx
  edit -RA
  edit --all
  edit ---n
  edit --=x
  edit -é
  edit -test.v
  edit -Rtest.v
  edit -- --all
  exec -it web -- --all
  exec -ti -capp web
  exec -itx web
  rollout restart x --dry-run
  delete --cascade x
  delete --cascade=x
  rollout undo --dry_run
  logs -fp
  logs -fpx`;

test.each(lines.split(/\n\s*/))('%s: finds the command that kubectl finds', async (line) => {
  const kubectl = await kubectlAlone();
  const dash = line.startsWith('-- ') || line.includes(' -- ') ? line.indexOf('-- ') : line.length;
  const argv = `${line.slice(0, dash)} --help ${line.slice(dash)}`.split(' ').filter(Boolean);
  const { stdout, stderr } = await kubectl(argv);
  const { command, unknown, refused } = readWords(argv);
  const isRefused = /unknown (shorthand )?flag|needs an argument|bad flag syntax/.test(stderr);
  const isUnknown = /unknown command|flags cannot be placed before plugin/.test(stderr);
  expect({ isRefused, isUnknown }).toEqual({ isRefused: refused.length > 0, isUnknown: unknown !== null });
  if (isRefused || isUnknown) return;
  const usage = /^Usage:\n {2}kubectl ?(.*)$/m.exec(stdout)?.[1] ?? 'no usage';
  const found = table.commands.filter((name) => `${usage} `.startsWith(`${name} `) || name === '');
  expect(found.toSorted((a, b) => b.length - a.length)[0]).toBe(command);
});
