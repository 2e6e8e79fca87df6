import type { View } from '../../view.ts';

/** The same view for as long as one look at it takes: what was read is not read again. */
export function rememberedView(view: View): View {
  return {
    ...view,
    kindOf: remembered(view.kindOf),
    placeOf: remembered(view.placeOf),
    list: remembered(view.list),
    read: remembered(view.read),
  };
}

/** What was looked up once is known. */
export function remembered<T>(look: (path: string) => T): (path: string) => T {
  const known = new Map<string, { readonly seen: T }>();
  return (path) => {
    const found = known.get(path) ?? { seen: look(path) };
    known.set(path, found);
    return found.seen;
  };
}
