import { nearest } from '../nearest.ts';
import { formatPath, type Path, parsePath } from '../path.ts';
import { fieldType, itemType, type Typed } from '../schema.ts';
import type { FieldSource, Locate, Manifest } from './types.ts';

/** A field that the server does not know, and where git declares it. */
export interface UnknownField {
  readonly path: Path;
  /** null: it cannot be told. */
  readonly source: FieldSource | null;
  /** `file:12: .spec.replica is no field, did you mean replicas?`: a fact of the error. */
  readonly fact: string;
  /** What to type. */
  readonly hint: string;
}

/** The fields that a server's message complains of, each with its line and the known name it most likely stands for. */
export async function unknownFields(
  message: string,
  manifest: Manifest,
  type: Typed,
  locate: Locate,
): Promise<readonly UnknownField[]> {
  return Promise.all(
    pathsIn(message).map(async (path): Promise<UnknownField> => {
      const source = await locate(manifest, path);
      const near = nearestName(path, type);
      const name = formatPath(path);
      const at = source?.line == null ? (source?.file ?? null) : `${source.file}:${source.line}`;
      return {
        path,
        source,
        fact: `${at === null ? '' : `${at}: `}${name} is no field${near === null ? '' : `, did you mean ${near}?`}`,
        hint: near === null ? `take ${name} out` : `write ${near}`,
      };
    }),
  );
}

/** As a typed patch (`.spec.a: field not declared in schema`) and a strict decoder (`unknown field "spec.a"`) say it. */
const TYPED = /(\.\S.*?): field not declared in schema/g;
const STRICT = /unknown field "((?:[^"\\]|\\.)+)"/g;

function pathsIn(message: string): readonly Path[] {
  const typed = [...message.matchAll(TYPED)].map(([, text = '']) => text.replace(/^.*[\s:](?=\.)/, ''));
  const strict = [...message.matchAll(STRICT)].map(([, text = '']) => `.${text}`);
  return [...new Set([...typed, ...strict])].map(parsePath).filter((path) => path !== null);
}

/** A field of the struct that holds it. */
function nearestName(path: Path, type: Typed): string | null {
  const name = path.at(-1);
  let at: Typed | null = type;
  for (const step of path.slice(0, -1)) {
    if (at === null) return null;
    at = typeof step === 'string' ? fieldType(at, step) : itemType(at);
  }
  if (typeof name !== 'string' || at?.node.t !== 'struct') return null;
  return nearest(name, Object.keys(at.node.fields));
}
