import type { Path } from '../../path.ts';
import { ifThere, type KnownChange, removes, sets } from './changes.ts';
import type { KubectlCommand } from './command.ts';
import { setResources } from './targets.ts';

/** Where each kind that `kubectl set` knows keeps its pod spec. */
const TEMPLATE: Path = ['spec', 'template', 'spec'];
const CRON_JOB: Path = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
const POD_SPECS = new Map<string, Path>([
  ...['po', 'pod', 'pods'].map((word) => [word, ['spec']] as const),
  ...['cj', 'cronjob', 'cronjobs'].map((word) => [word, CRON_JOB] as const),
  ...['deploy', 'deployment', 'ds', 'daemonset', 'sts', 'statefulset', 'rs', 'replicaset', 'job']
    .flatMap((word) => [word, `${word}s`])
    .concat('rc', 'replicationcontroller', 'replicationcontrollers')
    .map((word) => [word, TEMPLATE] as const),
]);

export interface SetChanges {
  readonly changes: readonly KnownChange[];
  /** Whether the command changes nothing besides. */
  readonly isComplete: boolean;
}

/** What `kubectl set` will change. The object alone knows which of its lists holds a container: both are named. */
export function setChanges(command: KubectlCommand): SetChanges {
  const values = command.args.slice(setResources(command.subverb ?? '', command.args).length);
  switch (command.subverb) {
    case 'image':
      return complete(inPods(command, (spec) => values.flatMap((pair) => imageChanges(spec, pair))));
    case 'env':
      return envChanges(command, values);
    case 'resources':
      return complete(inPods(command, (spec) => resourceChanges(command, spec)));
    case 'serviceaccount':
      return complete(inPods(command, (spec) => accountChanges(spec, values.at(-1) ?? '')));
    case 'selector':
      return complete([sets(['spec', 'selector'])]);
    default:
      return complete([sets(['subjects'])]);
  }
}

function complete(changes: readonly KnownChange[]): SetChanges {
  return { changes, isComplete: true };
}

/** Changes at the pod spec of each target's kind; of files and unknown words, at each place there is. */
function inPods(
  { targets, filenames, kustomize }: KubectlCommand,
  at: (spec: Path) => readonly KnownChange[],
): readonly KnownChange[] {
  // a kind serves as well: Deployment.apps
  const known = targets.map(({ resource }) => POD_SPECS.get(resource.toLowerCase().split('.')[0] ?? ''));
  const isSure =
    targets.length > 0 && filenames.length + kustomize.length === 0 && !known.includes(undefined);
  const specs = new Set(isSure ? known.filter((spec) => spec !== undefined) : [['spec'], TEMPLATE, CRON_JOB]);
  const changes = [...specs].flatMap(at);
  return specs.size === 1 ? changes : changes.map(ifThere);
}

type Keys = Readonly<Record<string, string>>;

/** Each list that may hold the container. */
function containersWith(spec: Path, keys: Keys): readonly Path[] {
  return ['containers', 'initContainers'].map((list) => [...spec, list, { keys }]);
}

/** `--containers` is a pattern, which may fit any of them. */
function chosenContainers({ flags }: KubectlCommand): Keys {
  const pattern = flags.get('containers')?.at(-1) ?? '';
  return pattern === '' || pattern.includes('*') ? {} : { name: pattern };
}

function imageChanges(spec: Path, pair: string): readonly KnownChange[] {
  const equals = pair.indexOf('=');
  // kubectl refuses `web-` here
  if (equals < 1) return [];
  const name = pair.slice(0, equals);
  const containers = containersWith(spec, name === '*' ? {} : { name });
  return containers.map((container) => ifThere(sets([...container, 'image'], pair.slice(equals + 1))));
}

function envChanges(command: KubectlCommand, values: readonly string[]): SetChanges {
  const flag = (name: string) => command.flags.get(name)?.at(-1) ?? '';
  const words = [...(command.flags.get('env') ?? []), ...values];
  const isComplete = flag('from') === '' && !words.includes('-');
  const changes = inPods(command, (spec) =>
    containersWith(spec, chosenContainers(command)).flatMap((container) =>
      isComplete
        ? words.map((word) => ifThere(variableChange([...container, 'env'], word, flag('prefix'))))
        : [ifThere(sets([...container, 'env']))],
    ),
  );
  return { changes, isComplete };
}

function variableChange(env: Path, word: string, prefix: string): KnownChange {
  const equals = word.indexOf('=');
  // the prefix is for new variables only
  if (equals < 0) return removes([...env, { keys: { name: word.slice(0, -1) } }]);
  const name = prefix + word.slice(0, equals);
  const value = word.slice(equals + 1);
  // an empty value is none, as the API's own types write it
  return sets([...env, { keys: { name } }], value === '' ? { name } : { name, value });
}

function resourceChanges(command: KubectlCommand, spec: Path): readonly KnownChange[] {
  const containers = containersWith(spec, chosenContainers(command));
  return ['limits', 'requests'].flatMap((kind) => {
    const text = command.flags.get(kind)?.at(-1) ?? '';
    const pairs = text === '' ? [] : text.split(',').map((pair) => pair.split('='));
    return containers.flatMap((container) =>
      pairs.map(([key = '', value = '']) => ifThere(sets([...container, 'resources', kind, key], value))),
    );
  });
}

/** The API server keeps the field's deprecated name the same. */
function accountChanges(spec: Path, name: string): readonly KnownChange[] {
  return [sets([...spec, 'serviceAccountName'], name), ifThere(sets([...spec, 'serviceAccount'], name))];
}
