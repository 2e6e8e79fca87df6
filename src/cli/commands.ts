import type { CommandGroup, CommandSpec } from './spec.ts';
import { APPLY } from './specs/apply.ts';
import { BLAME } from './specs/blame.ts';
import { DIFF } from './specs/diff.ts';
import { EDIT } from './specs/edit.ts';
import { GUARD } from './specs/guard.ts';
import { HOOK } from './specs/hook.ts';
import { RENDER } from './specs/render.ts';
import { STATUS } from './specs/status.ts';
import { SYNC } from './specs/sync.ts';
import { TRUST } from './specs/trust.ts';
import { VALIDATE } from './specs/validate.ts';
import { VERSION_SPEC } from './specs/version.ts';

/** Every command, in the order help shows them. */
export const COMMANDS: readonly (CommandSpec | CommandGroup)[] = [
  APPLY,
  BLAME,
  DIFF,
  EDIT,
  GUARD,
  HOOK,
  RENDER,
  STATUS,
  SYNC,
  TRUST,
  VALIDATE,
  VERSION_SPEC,
];
