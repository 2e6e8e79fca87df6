import type { KindNames } from '../../../discover/builtin-kinds.ts';
import type { ObjectTarget, Targets } from '../../../discover/targets.ts';
import { UsageError } from '../../../errors.ts';
import { nearest } from '../../../nearest.ts';

/** A named object that git declares nowhere that one cluster is deployed from. */
export interface Lacking {
  readonly target: ObjectTarget;
  /** What of its kind is declared; null: nobody knows the kind. */
  readonly names: readonly string[] | null;
  readonly kinds: readonly KindNames[];
  /** Why some of git is not known. */
  readonly unread: readonly string[];
}

/** Throws UsageError for what is declared for none of the destinations: a mistyped name is no success. */
export function refuseLacking(
  [first = [], ...more]: readonly (readonly Lacking[])[],
  { roots, apps }: Pick<Targets, 'roots' | 'apps'>,
): void {
  for (const one of first) {
    const others = more.flatMap((lacking) => lacking.find(({ target }) => target === one.target) ?? []);
    if (others.length < more.length) continue;
    const all = [one, ...others];
    const facts = [...new Set(all.flatMap(({ unread }) => unread))];
    const names = all.flatMap((lacking) => lacking.names ?? []);
    if (all.every((lacking) => lacking.names === null)) throw noSuchKind(one, facts);
    throw noSuchObject(one, names, [...apps, ...roots.map(({ path }) => path)].join(', ') || 'git', facts);
  }
}

function noSuchKind({ target: { kind, name }, kinds }: Lacking, facts: readonly string[]): UsageError {
  const near = nearest(
    kind,
    kinds.flatMap(({ plural, singular }) => [singular, plural]),
  );
  return new UsageError('NO_SUCH_KIND', `nobody knows a kind "${kind}" (of ${kind}/${name})${meant(near)}`, {
    facts,
    hint: near === null ? `write the kind as its manifest does: Deployment/${name}` : `write ${near}/${name}`,
  });
}

function noSuchObject(
  { target: { kind, name } }: Lacking,
  names: readonly string[],
  within: string,
  facts: readonly string[],
): UsageError {
  const near = nearest(name, names);
  return new UsageError('NO_SUCH_OBJECT', `nothing in ${within} declares ${kind}/${name}${meant(near)}`, {
    facts,
    hint: near === null ? 'correct the name, or git commit it: commits are judged' : `write ${kind}/${near}`,
  });
}

function meant(near: string | null): string {
  return near === null ? '' : `, did you mean "${near}"?`;
}
