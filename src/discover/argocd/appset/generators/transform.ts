import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { isArray, isObject, type Json, type JsonObject, objectAt, stringOr } from '../../../../object.ts';
import { flatTexts, type Params } from '../params.ts';
import { labelMatcher } from '../selector.ts';
import { clusterParams } from './clusters.ts';
import { gitParams } from './git.ts';
import { listParams } from './list.ts';
import { matrixParams, mustBeTwo } from './matrix.ts';
import { mergeParams } from './merge.ts';
import { type Run, Unavailable, within } from './run.ts';

/** In the order in which Argo CD looks at them, where one entry names several. */
const KINDS = [
  'list',
  'clusters',
  'git',
  'scmProvider',
  'clusterDecisionResource',
  'pullRequest',
  'matrix',
  'merge',
  'plugin',
] as const;
export type GeneratorKind = (typeof KINDS)[number];

const ELSEWHERE: Readonly<Partial<Record<GeneratorKind, string>>> = {
  scmProvider: 'it asks the API of a source code host',
  pullRequest: 'it asks the API of a source code host',
  clusterDecisionResource: 'it reads an object of the cluster',
  plugin: 'it asks a plugin of the cluster',
};

/** How many combinations may still be nested: a matrix or merge at the top may hold another one, and no more. */
const NESTABLE = 2;

/** The kinds of one entry of `generators`; `selector` is none. */
export function kindsOf(generator: JsonObject, nestable = NESTABLE): readonly GeneratorKind[] {
  return KINDS.filter((kind) => {
    if (nestable === 0 && (kind === 'matrix' || kind === 'merge')) return false;
    return isObject(generator[kind]);
  });
}

/**
 * The sets of parameters of one kind of an entry, those that its selector leaves. Throws TemplateError where Argo CD
 * would report an error, and Unavailable for what cannot be known here.
 */
export function paramsOf(generator: JsonObject, kind: GeneratorKind, run: Run, at: string, outer?: Params) {
  return transform(generator, kind, run, at, outer, NESTABLE);
}

function transform(
  requested: JsonObject,
  kind: GeneratorKind,
  run: Run,
  at: string,
  outer: Params | undefined,
  nestable: number,
): readonly Params[] {
  const place = `${at}.${kind}`;
  // As it is written, whatever the parameters of an outer generator would make of it.
  const matches =
    requested.selector === undefined || requested.selector === null
      ? undefined
      : within(`${at}.selector`, () => labelMatcher(requested.selector, false));
  const generator =
    outer === undefined || outer.entries.size === 0
      ? requested
      : run.renderer.replaceObject(requested, outer, at);
  const sets = within(place, () => generate(objectAt(generator, kind), kind, run, place, nestable));
  if (matches === undefined) return sets;
  return sets.filter((params) => matches(flatTexts(params, run.renderer.budget)));
}

function generate(generator: JsonObject, kind: GeneratorKind, run: Run, at: string, nestable: number) {
  switch (kind) {
    case 'list':
      return listParams(generator, run, at);
    case 'clusters':
      return clusterParams(generator, run, at);
    case 'git':
      return gitParams(generator, run, at);
    case 'matrix':
      return matrix(generator, run, at, nestable - 1);
    case 'merge':
      return merge(generator, run, at, nestable - 1);
    default:
      throw new Unavailable(at, ELSEWHERE[kind] ?? 'it needs the cluster');
  }
}

function matrix(generator: JsonObject, run: Run, at: string, nestable: number): readonly Params[] {
  const children = childrenOf(generator);
  mustBeTwo(children.length, at);
  const [first, second] = children;
  return matrixParams(
    run,
    () => child(first, run, `${at}.generators[0]`, undefined, nestable),
    (params) => child(second, run, `${at}.generators[1]`, params, nestable),
  );
}

function merge(generator: JsonObject, run: Run, at: string, nestable: number): readonly Params[] {
  const children = childrenOf(generator);
  if (children.length < 2) throw new TemplateError(`${at}: a merge takes two generators or more`);
  const keys = isArray(generator.mergeKeys) ? generator.mergeKeys.map((key) => stringOr(key, '')) : [];
  const sets = children.map((one, index) =>
    child(one, run, `${at}.generators[${index}]`, undefined, nestable),
  );
  if (keys.length === 0) throw new TemplateError(`${at}: a merge takes at least one key in mergeKeys`);
  return mergeParams(run, keys, sets);
}

function childrenOf({ generators }: JsonObject): readonly Json[] {
  return isArray(generators) ? generators : [];
}

function child(value: Json | undefined, run: Run, at: string, outer: Params | undefined, nestable: number) {
  const generator = objectAt(value);
  const [kind, ...more] = kindsOf(generator, nestable);
  if (kind === undefined) throw new TemplateError(`${at}: it is no generator that may stand here`);
  if (more.length > 0)
    throw new TemplateError(`${at}: it is more than one generator, ${[kind, ...more].join(' and ')}`);
  return transform(generator, kind, run, at, outer, nestable);
}
