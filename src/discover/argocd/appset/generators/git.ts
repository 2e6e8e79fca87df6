import { goBase, goDir } from '../../../../gotemplate/functions/paths.ts';
import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { Dict, type GoValue, texts } from '../../../../gotemplate/values/values.ts';
import { isArray, type Json, type JsonObject, objectAt, stringOr } from '../../../../object.ts';
import { sanitizeName } from '../names.ts';
import { flatTexts, type Params } from '../params.ts';
import { directoriesOf, type GitDirectory } from './git-directories.ts';
import { filesOf, setsOfFile } from './git-files.ts';
import { bounded, type Run, Unavailable } from './run.ts';
import { addValues } from './values.ts';

/** Directories or files of this repository. */
export function gitParams(generator: JsonObject, run: Run, at: string): readonly Params[] {
  const repoURL = stringOr(generator.repoURL, '');
  const revision = stringOr(generator.revision, '');
  if (!run.context.isThis(repoURL)) throw new Unavailable(at, `it reads another repository, ${repoURL}`);
  if (run.context.isRevision?.(revision) === false)
    throw new Unavailable(at, `it reads another revision, ${revision || 'HEAD'}`);
  const directories = listAt(generator.directories);
  const files = listAt(generator.files);
  if (directories.length > 0) return directoryParams(directories, generator, run, at);
  if (files.length > 0) return fileParams(files, generator, run, at);
  throw new TemplateError(`${at}: it names neither directories nor files`);
}

function listAt(value: Json | undefined): readonly JsonObject[] {
  return isArray(value) ? value.map((item) => objectAt(item)) : [];
}

function directoryParams(
  items: readonly JsonObject[],
  generator: JsonObject,
  run: Run,
  at: string,
): readonly Params[] {
  const wanted: readonly GitDirectory[] = items.map(({ path, exclude }) => ({
    glob: stringOr(path, ''),
    isExcluded: exclude === true,
  }));
  const paths = directoriesOf(run.context.view, wanted);
  return paths.map((path) => {
    const params = new Dict([]);
    addPath(params, path, undefined, generator, run.renderer.isGo);
    return addValues(generator, params, run, at);
  });
}

function fileParams(
  items: readonly JsonObject[],
  generator: JsonObject,
  run: Run,
  at: string,
): readonly Params[] {
  const specs = items.map(({ path }) => stringOr(path, ''));
  const { isGo, budget } = run.renderer;
  const sets: Params[] = [];
  for (const path of filesOf(run.context.view, specs, at)) {
    for (const found of setsOfFile(run.context.view, path)) {
      const params = isGo ? new Dict(found.entries) : new Dict(flatTexts(found, budget));
      addPath(params, goDir(path), goBase(path), generator, isGo);
      sets.push(addValues(generator, params, run, at));
    }
    bounded(sets);
  }
  return sets;
}

/** `path` and what is said of it: as a map with Go templates, else as `path.basename`, `path[0]` and so on. */
function addPath(
  params: Params,
  path: string,
  filename: string | undefined,
  generator: JsonObject,
  isGo: boolean,
): void {
  const prefix = stringOr(generator.pathParamPrefix, '');
  const segments = path.split('/');
  const facts: [string, GoValue][] = [
    ['basename', goBase(path)],
    ['basenameNormalized', sanitizeName(goBase(path))],
  ];
  if (filename !== undefined)
    facts.push(['filename', filename], ['filenameNormalized', sanitizeName(filename)]);
  if (isGo) {
    const inner = new Dict([['path', path], ['segments', texts(segments)], ...facts]);
    params.entries.set(prefix || 'path', prefix === '' ? inner : new Dict([['path', inner]]));
    return;
  }
  const name = prefix === '' ? 'path' : `${prefix}.path`;
  params.entries.set(name, path);
  for (const [key, value] of facts) params.entries.set(`${name}.${key}`, value);
  for (const [index, segment] of segments.entries())
    if (segment !== '') params.entries.set(`${name}[${index}]`, segment);
}
