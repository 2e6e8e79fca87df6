import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import type { JsonObject, KubeObject } from '../../../../object.ts';
import { isArray, isObject, stringOr } from '../../../../object.ts';
import type { Params } from '../params.ts';
import type { Renderer } from '../renderer.ts';
import { patched } from './patch.ts';

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** What an ApplicationSet says of its Applications besides the template. */
export interface ApplicationSettings {
  readonly namespace: string | undefined;
  readonly templatePatch: string | undefined;
  /** Its objects outlive an Application. */
  readonly preservesResources: boolean;
}

/** The Application that a set of parameters makes of a template. Throws TemplateError. */
export function applicationOf(
  template: JsonObject,
  params: Params,
  settings: ApplicationSettings,
  renderer: Renderer,
): KubeObject {
  const rendered = renderedTemplate(template, params, settings, renderer);
  const { templatePatch } = settings;
  const made =
    templatePatch === undefined
      ? rendered
      : patched(rendered, renderer.replaceText(templatePatch, params, 'templatePatch'));
  const { namespace: _, ...metadata } = isObject(made.metadata) ? made.metadata : {};
  const name = stringOr(metadata.name, '');
  if (name === '') throw new TemplateError('template.metadata.name: it is empty');
  const namespace = settings.namespace === undefined ? {} : { namespace: settings.namespace };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { ...metadata, name, ...namespace },
    spec: made.spec ?? {},
  };
}

/** Without parameters a template is taken as it is, and gets no finalizer either. */
function renderedTemplate(
  template: JsonObject,
  params: Params,
  { preservesResources }: ApplicationSettings,
  renderer: Renderer,
): JsonObject {
  if (params.entries.size === 0) return template;
  const rendered = renderer.replaceObject(template, params, 'template');
  const metadata = isObject(rendered.metadata) ? rendered.metadata : {};
  const hasFinalizers = isArray(metadata.finalizers) && metadata.finalizers.length > 0;
  if (preservesResources || hasFinalizers) return rendered;
  return { ...rendered, metadata: { ...metadata, finalizers: [FINALIZER] } };
}
