import type { Deps } from '../../deps.ts';
import type { PushStyle } from '../../output/push/problems.ts';

/** How a report looks on this stream. */
export function pushStyle(color: boolean, { isTTY, columns }: Deps['stdout']): PushStyle {
  // some terminals say that they have no columns
  return { color, width: isTTY === true ? columns || 100 : null };
}
