/** How long, in milliseconds, a key has had this value. */
export function openSince(): (key: string, value: string) => number {
  const known = new Map<string, { readonly value: string; readonly at: number }>();
  return (key, value) => {
    const before = known.get(key);
    const entry = before?.value === value ? before : { value, at: performance.now() };
    known.set(key, entry);
    return performance.now() - entry.at;
  };
}
