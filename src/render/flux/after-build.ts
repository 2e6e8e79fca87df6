import { GitopsError, ManifestError } from '../../errors.ts';
import { type KubeObject, objectAt } from '../../object.ts';
import type { CommonPairs, Manifest, Rendering, Root, Substitution } from '../types.ts';
import { badNames, substituted } from './substitute.ts';

/** What Flux does with what was built, in its order: variables are replaced, then common metadata are set. */
export function afterBuild({ kustomize }: Root, rendering: Rendering): Rendering {
  const { substitute, commonMetadata } = kustomize ?? {};
  const replaced = substitute === undefined ? rendering : withVariables(rendering, substitute);
  return commonMetadata === undefined ? replaced : withCommonMetadata(replaced, commonMetadata);
}

/** Where the variables of an object cannot be replaced Flux applies nothing; the other objects are told all the same. */
function withVariables(rendering: Rendering, substitution: Substitution): Rendering {
  const bad = badNames(substitution);
  if (bad.length > 0) {
    throw new ManifestError('SUBSTITUTION_FAILED', `no variable may be called ${bad.join(', ')}`, {
      hint: 'use letters, digits and _ in the names of variables',
    });
  }
  const problems: GitopsError[] = [];
  const each = (manifest: Manifest): readonly Manifest[] => {
    try {
      return [substituted(manifest, substitution)];
    } catch (error) {
      if (!(error instanceof GitopsError)) throw error;
      problems.push(error);
      return [];
    }
  };
  return {
    ...rendering,
    manifests: rendering.manifests.flatMap(each),
    perDeploy: rendering.perDeploy.flatMap(each),
    problems: [...rendering.problems, ...problems],
  };
}

/** Over what the objects have themselves. */
export function withCommonMetadata(rendering: Rendering, common: CommonPairs): Rendering {
  const each = ({ object, origin }: Manifest): Manifest => ({ object: labelled(object, common), origin });
  return {
    ...rendering,
    manifests: rendering.manifests.map(each),
    perDeploy: rendering.perDeploy.map(each),
  };
}

function labelled(object: KubeObject, { labels, annotations }: CommonPairs): KubeObject {
  const { metadata } = object;
  const over = (key: 'labels' | 'annotations', pairs: Readonly<Record<string, string>>) =>
    Object.keys(pairs).length === 0 ? {} : { [key]: { ...objectAt(metadata[key]), ...pairs } };
  return {
    ...object,
    metadata: { ...metadata, ...over('labels', labels), ...over('annotations', annotations) },
  };
}
