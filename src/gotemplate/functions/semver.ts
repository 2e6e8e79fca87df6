import { define, type TemplateFunction } from '../run/functions.ts';
import { TemplateError } from '../values/budget.ts';
import { Int, Struct } from '../values/values.ts';
import { satisfies } from './constraints.ts';
import { parseVersion, printVersion, type Version } from './versions.ts';

export const SEMVER: Readonly<Record<string, TemplateFunction>> = {
  semver: define('string', (args) => versionStruct(args.text(0), version(args.text(0)))),
  semverCompare: define('string string', (args) => {
    const wanted = args.text(0);
    const isSatisfied = satisfies(wanted, version(args.text(1)));
    if (isSatisfied === undefined)
      throw new TemplateError(`${JSON.stringify(wanted)} is no constraint on versions`);
    return isSatisfied;
  }),
};

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new TemplateError(`${JSON.stringify(text)} is no semantic version`);
  return parsed;
}

function versionStruct(original: string, parsed: Version): Struct {
  const [major, minor, patch] = parsed.numbers.map((number) => new Int(number, 'uint64'));
  const { prerelease, metadata } = parsed;
  const fields = {
    Major: major,
    Minor: minor,
    Patch: patch,
    Prerelease: prerelease,
    Metadata: metadata,
    Original: original,
  };
  return new Struct('*semver.Version', printVersion(parsed), new Map(Object.entries(fields)));
}
