import type { Problem } from '../../output/push/types.ts';

/** A problem before anybody said how severe it is. */
export type Found = Omit<Problem, 'severity'>;
