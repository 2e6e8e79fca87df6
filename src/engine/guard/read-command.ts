import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Deps } from '../../deps.ts';
import type { KubectlCommand } from '../../guard/kubectl/command.ts';
import { effectOf } from '../../guard/kubectl/effect.ts';
import type { Effect } from '../../guard/kubectl/effects.ts';
import type { Act } from '../../guard/types.ts';
import { parseYaml } from '../../source/bulk.ts';
import type { Asked } from './asked.ts';
import { isStdin, manifestsOf } from './files.ts';

/** Subresources that nobody declares in git, and what a running pod is helped with. */
const PASSING = new Set(['status', 'ephemeralcontainers', 'approval', 'resize', 'eviction']);

/**
 * What of a kubectl command concerns the guard; null: nothing, it only reads or touches what no git declares.
 * `stdin`: what the command is to read there.
 */
export async function askedBy(
  command: KubectlCommand,
  stdin: string | null,
  deps: Deps,
): Promise<Asked | null> {
  const effect = effectOf(command, {
    parse: (text) => parseYaml(text, 'the patch'),
    read: (file) => (isStdin(file) ? (stdin ?? undefined) : readText(resolve(deps.cwd, file))),
  });
  if (effect.kind === 'read' || effect.kind === 'unknown' || PASSING.has(effect.scope)) return null;
  const act = actOf(command, effect);
  return {
    verb: [
      command.verb,
      ...(SPOKEN.has(command.verb) && command.subverb !== null ? [command.subverb] : []),
    ].join(' '),
    act,
    targets: targetsOf(command),
    namespace: command.namespace,
    allNamespaces: command.allNamespaces,
    selectors: {
      ...(command.selector === undefined ? {} : { labelSelector: command.selector }),
      ...(command.fieldSelector === undefined ? {} : { fieldSelector: command.fieldSelector }),
    },
    manifests: await manifestsOf(command, stdin, deps),
    brings: BRINGING.has(command.verb) && command.subverb === null,
    changes: effect.kind === 'write' ? effect.changes : [],
  };
}

/** What cannot be read is for kubectl to complain of. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Commands whose second word says what they do. */
const SPOKEN = new Set(['rollout', 'set', 'auth']);
const BRINGING = new Set(['apply', 'create', 'replace']);

function actOf({ verb }: KubectlCommand, effect: Exclude<Effect, { kind: 'read' | 'unknown' }>): Act {
  if (effect.scope === 'restart') return 'restart';
  if (effect.scope === 'delete') return 'delete';
  // an autoscaler of one's own takes the replicas of what it scales
  return effect.scope === 'create' && verb !== 'autoscale' ? 'create' : 'change';
}

function targetsOf({ verb, targets, flags, args, raw }: KubectlCommand): Asked['targets'] {
  if (raw !== null) return rawTarget(raw);
  // the Service that expose makes, not what it stands before
  if (verb === 'expose') {
    const name = flags.get('name')?.at(-1) ?? targets[0]?.name ?? args.at(-1);
    return name == null || name === '' ? [] : [{ resource: 'services', name }];
  }
  return targets;
}

/** `/apis/apps/v1/namespaces/shop/deployments/web`. */
function rawTarget(path: string): Asked['targets'] {
  const found =
    /^\/(?:api\/(v\d\w*)|apis\/([^/]+)\/(v\d\w*))\/(?:namespaces\/[^/]+\/)?([^/]+)\/([^/?]+)/.exec(path);
  if (found === null) return [];
  const [, , group, version, plural = '', name = ''] = found;
  return [{ resource: group === undefined ? plural : `${plural}.${version}.${group}`, name }];
}
