import type { DeployerSettings, Explanation, GuardReport, Reason } from '../guard/types.ts';
import type { JsonObject } from '../object.ts';
import { formatPath } from '../path.ts';
import { printable } from '../printable.ts';
import { ownerValue } from './json.ts';

/** `GuardDecision`, the stable form of a decision: every key is written out. */
export function guardJson(report: GuardReport): string {
  const { decision, verb, context, command, explanations } = report;
  const value: JsonObject = {
    apiVersion: 'kubectl-gitops/v1',
    kind: 'GuardDecision',
    verdict: decision.verdict,
    breakGlass: decision.breakGlass,
    verb,
    context,
    command: [...command],
    reasons: decision.reasons.map((reason) =>
      reasonValue(reason, explanations.find((one) => one.reason === reason) ?? null),
    ),
  };
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}

function settingsValue({ policy: _, ...settings }: DeployerSettings): JsonObject {
  return settings;
}

function reasonValue({ code, verdict, subject }: Reason, explained: Explanation | null): JsonObject {
  const { object, act, exists, holder, declaration, takesAlong } = subject;
  return {
    code,
    verdict,
    object: { ...object },
    act,
    exists,
    holder:
      holder === null
        ? null
        : {
            tool: holder.tool,
            name: holder.name,
            deployer: holder.deployer,
            via: holder.via === null ? null : { ...holder.via },
            settings: holder.settings === null ? null : settingsValue(holder.settings),
          },
    declaration: declaration === null ? null : { ...declaration },
    source: explained === null || explained.source === null ? null : { ...explained.source },
    changes: (explained?.fields ?? []).map(({ path, git, source }) => ({
      path: formatPath(path),
      ...(git === undefined ? {} : { git }),
      source: source === null ? null : { ...source },
    })),
    drift: (explained?.drift ?? []).map(({ path, git, live, owner }) => ({
      path: formatPath(path),
      ...(git === undefined ? {} : { git }),
      ...(live === undefined ? {} : { live }),
      owner: ownerValue(owner),
    })),
    takesAlong: [...takesAlong],
    fate: explained?.fate ?? null,
    because: explained?.because ?? null,
  };
}
