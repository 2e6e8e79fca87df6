import { UsageError } from '../../errors.ts';
import { type Json, type KubeObject, nameOf } from '../../object.ts';
import { objectMatcher } from './ignore-match.ts';
import { placeOfPointer, placesOfJq } from './ignore-paths.ts';
import { type Ignorable, type Removal, removedBy, type Sides } from './ignore-removal.ts';

/** One entry of `ignore`, in Argo CD's words. Names are globs; an empty group is the core group. */
export interface IgnoreRule extends Ignored {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** What of an object is ignored. */
export interface Ignored {
  readonly jsonPointers: readonly string[];
  readonly jqPathExpressions: readonly string[];
  /** Fields that one of these field managers set. */
  readonly managedFieldsManagers: readonly string[];
  /** Objects that no app declares are no concern either. */
  readonly unmanaged?: boolean;
}

/** A rule with a name that tells people where it stands. */
export interface NamedRule {
  readonly name: string;
  readonly isAbout: (live: KubeObject) => boolean;
  readonly ignored: Ignored;
}

/** The paths that `path(EXPRESSION)` gives for one object, as jq writes them. */
export type JqResult = readonly (readonly Json[])[];
/** Evaluates an expression on several objects at once. Throws JqError for one that is wrong or does not end. */
export type JqPaths = (expression: string, objects: readonly Json[]) => Promise<readonly JqResult[]>;

/** The message says what is wrong, without the expression. */
export class JqError extends Error {}

export interface Ignores {
  /** The name of the rule that makes a difference no drift; null: it counts. Throws UsageError for a wrong rule. */
  readonly ruleFor: (change: Ignorable, sides: Sides) => Promise<string | null>;
}

interface CompiledRule {
  readonly name: string;
  readonly isAbout: NamedRule['isAbout'];
  readonly managers: readonly string[];
  readonly removals: (sides: Sides) => readonly Promise<Removal>[];
}

/** The rules of a configuration. */
export function namedRules(
  rules: readonly IgnoreRule[],
  nameOfRule = (index: number) => `.gitops.yaml ignore[${index}]`,
): readonly NamedRule[] {
  return rules.map((rule, index) => {
    const isAbout = objectMatcher(rule);
    return { name: nameOfRule(index), isAbout: (live) => isAbout(nameOf(live)), ignored: rule };
  });
}

/**
 * Compiles rules once. `jq` opens the evaluator, and only if a rule with an expression meets a changed object. `pass`: an
 * expression that is wrong ignores nothing, as Argo CD takes it.
 */
export function compileIgnores(
  rules: readonly NamedRule[],
  jq: () => JqPaths,
  wrong: 'throw' | 'pass' = 'throw',
): Ignores {
  let opened: JqPaths | undefined;
  const evaluate: JqPaths = (expression, objects) => {
    opened ??= jq();
    const paths = opened(expression, objects);
    return wrong === 'throw' ? paths : paths.catch(nowhere);
  };
  const compiled = rules.map((rule) => compile(rule, evaluate));
  return {
    ruleFor: async (change, sides) => {
      const about = compiled.filter(({ isAbout }) => isAbout(sides.live));
      if (about.length === 0) return null;
      const removals = await Promise.all(about.flatMap((rule) => rule.removals(sides)));
      return managerRule(about, change) ?? removedBy(change, sides, removals);
    },
  };
}

function nowhere(error: unknown): readonly JqResult[] {
  if (error instanceof JqError) return [];
  throw error;
}

function compile({ name, isAbout, ignored }: NamedRule, jq: JqPaths): CompiledRule {
  const pointers = ignored.jsonPointers.map((pointer) => {
    const places = [placeOfPointer(pointer)];
    return { name: `${name} jsonPointers ${pointer}`, desired: places, live: places };
  });
  const expressions = ignored.jqPathExpressions.map((text) => expression(text, name, jq));
  return {
    name,
    isAbout,
    managers: ignored.managedFieldsManagers,
    removals: (sides) => [
      ...pointers.map((pointer) => Promise.resolve(pointer)),
      ...expressions.map((evaluate) => evaluate(sides)),
    ],
  };
}

/** Evaluated once for each object, however many of its fields differ. */
function expression(text: string, rule: string, jq: JqPaths): (sides: Sides) => Promise<Removal> {
  const known = new WeakMap<KubeObject, Promise<Removal>>();
  const name = `${rule} jqPathExpressions ${text}`;
  return (sides) => {
    const found = known.get(sides.live) ?? evaluated(text, name, jq, sides);
    known.set(sides.live, found);
    return found;
  };
}

async function evaluated(
  text: string,
  name: string,
  jq: JqPaths,
  { desired, live }: Sides,
): Promise<Removal> {
  try {
    const [git = [], cluster = []] = await jq(text, [desired, live]);
    return {
      name,
      desired: git.flatMap((path) => placesOfJq(desired, path)),
      live: cluster.flatMap((path) => placesOfJq(live, path)),
    };
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    throw new UsageError('BAD_IGNORE_RULE', `${name} cannot be used: ${error.message}`, {
      hint: `try it: kubectl get ${live.kind} ${live.metadata.name} -o json | jq -c 'path(${text})'`,
      cause: error,
    });
  }
}

function managerRule(rules: readonly CompiledRule[], { owner }: Ignorable): string | null {
  if (owner === null) return null;
  const rule = rules.find(({ managers }) => managers.includes(owner.manager));
  return rule === undefined ? null : `${rule.name} managedFieldsManagers ${owner.manager}`;
}
