import type { CommandSpec } from './spec.ts';
import { DIFF } from './specs/diff.ts';
import { VERSION_SPEC } from './specs/version.ts';

/** Every command, in the order help shows them. */
export const COMMANDS: readonly CommandSpec[] = [DIFF, VERSION_SPEC];
