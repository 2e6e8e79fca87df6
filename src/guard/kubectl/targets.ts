import { isEnvironment, isPair, isTaint, splitPairs } from './values.ts';

/** What the words say, not what the cluster has: `deploy/web`, every `deployments.v1.apps`. */
export interface TargetWord {
  /** As typed: a short name, a plural, a kind, `deployments.apps`, `all`. */
  readonly resource: string;
  /** null: all of them, or those that a selector names. */
  readonly name: string | null;
}

/** What `create` calls by another name than the API. */
const CREATED: Readonly<Record<string, string>> = {
  quota: 'resourcequotas',
  secret: 'secrets',
  service: 'services',
  token: 'serviceaccounts',
};

/**
 * Objects that the words of a command name. Words that kubectl refuses, such as `deploy/web svc`, name none or fewer.
 * `dash`: how many of the words stand before `--`.
 */
export function targetsOf(
  command: string,
  args: readonly string[],
  dash: number | null,
  selects: boolean,
): readonly TargetWord[] {
  const [verb = '', subverb = ''] = command.split(' ');
  const own = dash === null ? args : args.slice(0, dash);
  switch (verb) {
    case 'get':
    case 'edit':
    case 'delete':
    case 'describe':
    case 'patch':
    case 'scale':
    case 'autoscale':
    case 'expose':
    case 'rollout':
    case 'wait':
    case 'replace':
      return typedTargets(args);
    case 'apply':
      return subverb === '' ? [] : typedTargets(args);
    case 'label':
    case 'annotate':
      return typedTargets(splitPairs(args, isPair).resources);
    case 'set':
      return typedTargets(setResources(subverb, args));
    case 'taint':
      return nodes(splitPairs(args, isTaint).resources.slice(1), selects);
    case 'cordon':
    case 'uncordon':
    case 'drain':
      return nodes(args, selects);
    case 'certificate':
      return namedTargets('certificatesigningrequests', args);
    case 'create':
      return subverb === '' ? [] : named(CREATED[subverb] ?? subverb, own[0]);
    case 'run':
      return named('pods', own[0]);
    case 'debug':
      return namedTargets('pods', own);
    case 'exec':
    case 'port-forward':
    case 'logs':
      return namedTargets('pods', own.slice(0, 1));
    case 'attach':
      return args.length > 1 ? typedTargets(args) : namedTargets('pods', args);
    default:
      return [];
  }
}

/** What stands before the new values. */
export function setResources(subverb: string, args: readonly string[]): readonly string[] {
  if (subverb === 'image') return splitPairs(args, isPair).resources;
  if (subverb === 'env') return splitPairs(args, isEnvironment).resources;
  return subverb === 'selector' || subverb === 'serviceaccount' ? args.slice(0, -1) : args;
}

/** `deploy/web svc/api`, `deploy web api`, `deploy,svc web`, `deploy,svc`. */
function typedTargets(args: readonly string[]): readonly TargetWord[] {
  if (args.some((word) => word.includes('/'))) return args.flatMap(slashed);
  const [types = '', ...names] = args;
  const resources = new Set(types.split(',').filter((resource) => resource !== ''));
  const each = names.length === 0 ? [null] : names;
  return [...resources].flatMap((resource) => each.map((name) => ({ resource, name })));
}

function namedTargets(resource: string, args: readonly string[]): readonly TargetWord[] {
  return args.flatMap((word) => (word.includes('/') ? slashed(word) : named(resource, word)));
}

function nodes(args: readonly string[], selects: boolean): readonly TargetWord[] {
  return selects && args.length === 0 ? [{ resource: 'nodes', name: null }] : namedTargets('nodes', args);
}

function slashed(word: string): readonly TargetWord[] {
  const [resource = '', name = '', ...more] = word.split('/');
  return resource === '' || resource.includes(',') || more.length > 0 ? [] : named(resource, name);
}

function named(resource: string, name: string | undefined): readonly TargetWord[] {
  return name === undefined || name === '' ? [] : [{ resource, name }];
}
