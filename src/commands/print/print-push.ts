import type { Deps } from '../../deps.ts';
import { annotations, withoutCommands } from '../../output/push/annotations.ts';
import { jsonPush } from '../../output/push/json.ts';
import { junitPush } from '../../output/push/junit.ts';
import type { PushStyle } from '../../output/push/problems.ts';
import { sarifPush } from '../../output/push/sarif.ts';
import { textPush } from '../../output/push/text.ts';
import type { PushReport } from '../../push/types.ts';
import { VERSION } from '../../version.ts';

type Print = (report: PushReport, style: PushStyle, env: Deps['env']) => string;

export const PUSH_FORMS = ['text', 'json', 'junit', 'sarif'] as const;
export type PushForm = (typeof PUSH_FORMS)[number];

/** How each form of a PushReport is written. */
export const PRINT_PUSH = {
  text: (report, style, env) =>
    env.GITHUB_ACTIONS === 'true'
      ? withoutCommands(textPush(report, style)) + annotations(report)
      : textPush(report, style),
  json: jsonPush,
  junit: junitPush,
  sarif: (report) => sarifPush(report, VERSION),
} satisfies { readonly [form in PushForm]: Print };

/** How text is written to a stream: wrapped on a terminal alone. */
