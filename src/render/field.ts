import { isArray, isObject, type Json } from '../object.ts';
import type { Path } from '../path.ts';
import { indexOfItem } from '../source/items.ts';
import { type Positioned, parsePositioned } from '../source/positions.ts';
import type { Tree } from './types.ts';

/** A tree whose texts are parsed once: reading them with positions is slow, and every field asks again. */
export interface Sources {
  readonly tree: Tree;
  readonly positioned: (text: string) => Positioned;
}

export function sourcesOf(tree: Tree): Sources {
  const known = new Map<string, Positioned>();
  const positioned = (text: string) => {
    const found = known.get(text) ?? parsePositioned(text);
    known.set(text, found);
    return found;
  };
  return { tree, positioned };
}

export interface FieldValue {
  readonly value: Json;
  /** The path as JSON patches write it: list items by their index. */
  readonly pointer: readonly string[];
  /** No list on the way has another item that a line could be about. */
  readonly isOnly: boolean;
}

/** A field of a rendered object; null: it is not there. */
export function fieldOf(object: Json, path: Path): FieldValue | null {
  const pointer: string[] = [];
  let isOnly = true;
  let at: Json | undefined = object;
  for (const step of path) {
    if (typeof step === 'string') {
      at = isObject(at) ? at[step] : undefined;
      pointer.push(step);
    } else {
      const items: readonly Json[] = isArray(at) ? at : [];
      isOnly &&= items.length === 1;
      const index = typeof step === 'number' ? step : indexOfItem(items, step);
      at = items[index];
      pointer.push(String(index));
    }
    if (at === undefined) return null;
  }
  return at === undefined ? null : { pointer, value: at, isOnly };
}
