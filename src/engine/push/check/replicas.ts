import type { ScaleTarget } from '../../../drift/ignore/builtin-ignores.ts';
import { scaleTargetsOf } from '../../../drift/ignore/builtin-ignores.ts';
import { isObject, type KubeObject, nameOf, namespaceOf } from '../../../object.ts';
import { formatPath } from '../../../path.ts';
import type { Manifest } from '../../../render/types.ts';
import { placeOf, type Sources } from '../../explain.ts';
import type { App } from '../../types.ts';
import type { RootPush, Tell } from '../types.ts';

const PATH = ['spec', 'replicas'];

/** What declares replicas that an autoscaler of git or of the cluster sets: every apply takes its decision away. */
export async function checkReplicas(
  items: readonly { readonly app: App; readonly manifest: Manifest; readonly desired: KubeObject }[],
  roots: readonly RootPush[],
  live: readonly ScaleTarget[],
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<void> {
  const scalers = roots.flatMap(({ app, after }) =>
    after
      .map(({ object }) => object)
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
      .map((object) => withNamespace(object, app.root.namespace)),
  );
  const targets = [...scaleTargetsOf(scalers), ...live];
  if (targets.length === 0) return;
  for (const item of items) {
    const { spec, kind, metadata } = item.desired;
    if (!isObject(spec) || spec.replicas === undefined) continue;
    const namespace = namespaceOf(item.desired);
    const scaler = targets.find(
      (one) =>
        one.kind === kind &&
        one.name === metadata.name &&
        (one.namespace === null || namespace === null || one.namespace === namespace),
    );
    if (scaler === undefined) continue;
    tell({
      code: 'AUTOSCALED_REPLICAS',
      root: item.app.root.path,
      object: nameOf(item.desired),
      path: formatPath(PATH),
      message: `${scaler.by} sets replicas: each time this is applied, git takes its decision away`,
      hint: 'take replicas out of the manifest',
      source: await placeOf(item, PATH, sources),
    });
  }
}

function withNamespace(object: KubeObject, namespace: string | undefined): KubeObject {
  return namespaceOf(object) !== null || namespace === undefined
    ? object
    : { ...object, metadata: { ...object.metadata, namespace } };
}
