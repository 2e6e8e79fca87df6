import { join } from 'node:path';
import { isArray, isObject, type Json, objectAt, stringOr } from '../../object.ts';
import { parsePositioned } from '../../source/positions.ts';
import { bytesOf } from '../place.ts';
import type { World } from '../plan.ts';

/** The ids of the other hooks of pre-commit, which runs all of them whatever one of them says. */
export function othersInPreCommit({ place, use }: World): readonly string[] {
  const repos = read(join(place.repository.top, use.preCommit?.file ?? '.pre-commit-config.yaml'));
  const hooks = list(objectAt(repos).repos).flatMap((repo) => list(objectAt(repo).hooks));
  return hooks.map((hook) => stringOr(objectAt(hook).id, '')).filter(isOther);
}

/** The names of the other commands and jobs of lefthook's pre-push. */
export function othersInLefthook({ place, use }: World): readonly string[] {
  const file = use.lefthook?.file;
  if (file === undefined || !/\.(ya?ml|json)$/.test(file)) return [];
  const hook = objectAt(read(join(place.repository.top, file)), 'pre-push');
  const jobs = list(hook.jobs).map((job) => stringOr(objectAt(job).name, ''));
  return [...Object.keys(objectAt(hook.commands)), ...Object.keys(objectAt(hook.scripts)), ...jobs].filter(
    isOther,
  );
}

function isOther(name: string): boolean {
  return name !== '' && name !== 'gitops';
}

function read(file: string): Json | undefined {
  const text = bytesOf(file);
  const value = text === null ? undefined : parsePositioned(text).valueOf([]);
  return isObject(value) ? value : undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}
