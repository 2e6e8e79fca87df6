import type { Json } from '../../object.ts';
import { ifThere, type KnownChange, removes, sets } from './changes.ts';
import type { KubectlCommand } from './command.ts';
import { type Effect, isOn, READ, scopeOf, write } from './effects.ts';
import { effectOfPatch } from './patch-effect.ts';
import { setChanges } from './set-changes.ts';
import { isPair, splitPairs } from './values.ts';

const READERS = new Set([
  ...['', 'help', 'options', 'alpha', '__complete', '__completeNoDesc', 'completion', 'plugin', 'version'],
  ...['get', 'describe', 'logs', 'top', 'explain', 'events', 'wait', 'diff', 'kustomize', 'cluster-info'],
  ...['api-resources', 'api-versions', 'config', 'kuberc'],
  ...['exec', 'attach', 'cp', 'port-forward', 'proxy'],
]);

/** What is not on the command line itself. */
export interface Files {
  /** Reads a patch that is YAML; throws if it is none. */
  readonly parse?: (text: string) => Json;
  /** The text of a file; undefined: it cannot be read. */
  readonly read?: (file: string) => string | undefined;
}

/** What a command line does to the cluster. */
export function effectOf(command: KubectlCommand, files: Files = {}): Effect {
  if (command.help || READERS.has(command.verb)) return READ;
  // kubectl heeds --dry-run neither for --raw nor for what an editor is to create
  if (command.raw !== null) return write('raw');
  if (command.verb === 'create' && isOn(command, 'edit')) return { kind: 'interactive', scope: 'create' };
  if (command.dryRun || command.local || isOn(command, 'list')) return READ;
  const effect = effectOfVerb(command, files);
  if (effect.kind !== 'write' || !isOn(command, 'record')) return effect;
  const cause = sets(['metadata', 'annotations', 'kubernetes.io/change-cause']);
  return { ...effect, changes: [...effect.changes, cause] };
}

function effectOfVerb(command: KubectlCommand, { parse, read }: Files): Effect {
  const { verb, subverb } = command;
  switch (verb) {
    case 'edit':
      return { kind: 'interactive', scope: scopeOf(command) };
    case 'apply':
      return effectOfApply(command);
    case 'patch':
      return effectOfPatch(command, parse, read);
    case 'set':
      return subverb === null ? READ : { kind: 'write', scope: 'object', ...setChanges(command) };
    case 'scale':
      return write('scale', [sets(['spec', 'replicas'], replicasOf(command))]);
    case 'label':
      return write('metadata', keyChanges(command, 'labels'));
    case 'annotate':
      return write('metadata', keyChanges(command, 'annotations'));
    case 'rollout':
      return effectOfRollout(subverb);
    case 'replace':
      return write(scopeOf(command));
    case 'delete':
      return write('delete');
    case 'create':
      return effectOfCreate(command);
    case 'run':
    case 'expose':
    case 'autoscale':
      return write('create');
    case 'taint':
      return write('object', [sets(['spec', 'taints'])]);
    case 'cordon':
      return write('object', [sets(['spec', 'unschedulable'], true)]);
    case 'uncordon':
      return write('object', [removes(['spec', 'unschedulable'])]);
    case 'drain':
      return { ...write('eviction', [sets(['spec', 'unschedulable'], true)]), isComplete: false };
    case 'debug':
      return write(copiesPod(command) ? 'create' : 'ephemeralcontainers');
    case 'auth':
      return subverb === 'reconcile' ? write('object') : READ;
    case 'certificate':
      return subverb === null ? READ : write('approval');
    default:
      return { kind: 'unknown' };
  }
}

function effectOfApply(command: KubectlCommand): Effect {
  if (command.subverb === null) return write(scopeOf(command));
  if (command.subverb === 'view-last-applied') return READ;
  if (command.subverb === 'edit-last-applied') return { kind: 'interactive', scope: 'metadata' };
  return write('metadata', [
    sets(['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']),
  ]);
}

/** Words beside a missing subcommand are a plugin's name: `kubectl create thing`. */
function effectOfCreate({ subverb, args }: KubectlCommand): Effect {
  if (subverb === null) return args.length === 0 ? write('create') : { kind: 'unknown' };
  if (subverb === 'secret' || subverb === 'service' || subverb === 'token') return READ;
  return write('create');
}

function replicasOf({ flags }: KubectlCommand): Json | undefined {
  const word = flags.get('replicas')?.at(-1) ?? '';
  // kubectl takes Go's other notations as well: 0x3, and 010 for 8
  return /^\+?(0|[1-9]\d*)$/.test(word) ? Number(word) : undefined;
}

function keyChanges({ args }: KubectlCommand, map: 'labels' | 'annotations'): readonly KnownChange[] {
  return splitPairs(args, isPair).pairs.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals < 0) return removes(['metadata', map, pair.slice(0, -1)]);
    return sets(['metadata', map, pair.slice(0, equals)], pair.slice(equals + 1));
  });
}

function effectOfRollout(subverb: string | null): Effect {
  const restartedAt = 'kubectl.kubernetes.io/restartedAt';
  switch (subverb) {
    case 'restart':
      return write('restart', [sets(['spec', 'template', 'metadata', 'annotations', restartedAt])]);
    case 'undo':
      // of a deployment its annotations, too, are those of then
      return write('object', [sets(['spec', 'template']), ifThere(sets(['metadata', 'annotations']))]);
    case 'pause':
      return write('object', [sets(['spec', 'paused'], true)]);
    case 'resume':
      return write('object', [removes(['spec', 'paused'])]);
    default:
      return READ;
  }
}

/** A node is debugged in a pod of its own. */
function copiesPod({ flags, targets }: KubectlCommand): boolean {
  const isNode = (resource: string) =>
    ['node', 'nodes', 'no'].includes(resource.toLowerCase().split('.')[0] ?? '');
  return (flags.get('copy-to')?.at(-1) ?? '') !== '' || targets.some(({ resource }) => isNode(resource));
}
