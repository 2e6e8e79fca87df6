import { withoutBlock } from '../edits/block.ts';

/** Whether a file calls the hook in words that are not ours: then it has what it needs. */
export function callsHook(text: string | null): boolean {
  if (text === null) return false;
  const lines = withoutBlock(text).split('\n');
  return lines.some((line) => /kubectl[- ]gitops hook pre-push/.test(line) && !/^\s*(#|\/\/)/.test(line));
}
