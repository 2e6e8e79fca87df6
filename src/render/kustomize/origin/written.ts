import { isArray, isObject, type Json, sameJson } from '../../../object.ts';
import type { Path } from '../../../path.ts';
import type { Sources } from '../../field.ts';
import type { Layer } from '../graph.ts';

/** The line of a kustomization that says what it has at a path; null: a deployer says it, git does not. */
export function writtenLine(layer: Layer, path: Path, sources: Sources): number | null {
  const written = layer.written === null ? path : writtenPath(layer.written, layer.content, path);
  return written === null ? null : sources.positioned(layer.text).lineOf(written);
}

/** Where git has what stands at a path after a deployer changed it: the items of lists may have moved. */
function writtenPath(written: Json, content: Json, path: Path): Path | null {
  const found: (string | number)[] = [];
  let [was, is]: readonly (Json | undefined)[] = [written, content];
  for (const step of path) {
    if (typeof step === 'string' && isObject(is) && isObject(was)) {
      [was, is] = [was[step], is[step]];
      found.push(step);
    } else if (typeof step === 'number' && isArray(is) && isArray(was)) {
      const item = is[step];
      const index = was.findIndex((one) => sameJson(one, item));
      [was, is] = [was[index], item];
      found.push(index);
    } else return null;
    if (was === undefined) return null;
  }
  const isSame = isObject(is) || isArray(is) || sameJson(was, is);
  return isSame ? found : null;
}
