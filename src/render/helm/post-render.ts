import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import { withCommonMetadata } from '../flux/after-build.ts';
import { runKustomize } from '../kustomize/run.ts';
import { readOutput, withoutTree, withScratch } from '../program/program.ts';
import type { Manifest, PostRenderer, Rendering, Root } from '../types.ts';

/** What helm-controller makes of what a chart gives: kustomize goes over it, then common metadata are set. */
export async function postRendered(root: Root, rendering: Rendering, deps: Deps): Promise<Rendering> {
  const { postRenderers = [], commonMetadata } = root.helm ?? {};
  let changed = rendering;
  for (const one of postRenderers) changed = await withKustomize(root, one, changed, deps);
  return commonMetadata === undefined ? changed : withCommonMetadata(changed, commonMetadata);
}

async function withKustomize(
  { path }: Root,
  { patches, images }: PostRenderer,
  rendering: Rendering,
  deps: Deps,
): Promise<Rendering> {
  const { manifests } = rendering;
  if (manifests.length === 0) return rendering;
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['helm-output.yaml'],
    images,
    patches,
  };
  const output = await withScratch(async (scratch) => {
    const objects = manifests.map(({ object }) => JSON.stringify(object)).join('\n---\n');
    await writeFile(join(scratch, 'helm-output.yaml'), objects, { mode: 0o600 });
    await writeFile(join(scratch, 'kustomization.yaml'), JSON.stringify(kustomization), { mode: 0o600 });
    const { code, stdout, stderr } = await runKustomize(scratch, [], scratch, path, deps);
    if (code === 0) return readOutput(stdout, `the post-renderers of ${path}`);
    throw new ManifestError('RENDER_FAILED', `the post-renderers of ${path} fail`, {
      facts: [withoutTree(stderr.trim(), scratch)],
      hint: 'see spec.postRenderers of the HelmRelease',
    });
  });
  const origins = new Map(manifests.map(({ object, origin }) => [keyOf(object), origin]));
  const placed = ({ object, origin }: Manifest): Manifest => ({
    object,
    origin: origins.get(keyOf(object)) ?? origin,
  });
  return {
    ...rendering,
    manifests: output.manifests.map(placed),
    problems: [...rendering.problems, ...output.problems],
  };
}

function keyOf(object: KubeObject): string {
  return `${groupOf(object.apiVersion)}/${object.kind}/${namespaceOf(object) ?? ''}/${object.metadata.name}`;
}
