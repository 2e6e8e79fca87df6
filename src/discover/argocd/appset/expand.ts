import { type GitopsError, ManifestError } from '../../../errors.ts';
import { missingKeyOf } from '../../../gotemplate/template.ts';
import { TemplateError } from '../../../gotemplate/values/budget.ts';
import {
  describe,
  isArray,
  type Json,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  objectAt,
  stringOr,
} from '../../../object.ts';
import { type ApplicationSettings, applicationOf } from './application/application.ts';
import { mergeTemplates, readTemplate } from './application/template.ts';
import { type Run, Unavailable } from './generators/run.ts';
import { type GeneratorKind, kindsOf, paramsOf } from './generators/transform.ts';
import { Renderer } from './renderer.ts';
import type { Expansion, ExpansionContext, Unexpanded } from './types.ts';

/**
 * The Applications that Argo CD's ApplicationSet controller (v3.0) makes of an ApplicationSet, as far as git and the
 * known clusters decide it. Never throws: what is wrong is among `problems`, what is not to be known among `unexpanded`.
 */
export function expandApplicationSet(object: KubeObject, context: ExpansionContext): Expansion {
  const spec = objectAt(object.spec);
  const renderer = new Renderer({ isGo: spec.goTemplate === true, options: textsOf(spec.goTemplateOptions) });
  const expander = new Expander(object, spec, { renderer, context });
  expander.run();
  return expander;
}

function textsOf(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.map((item) => stringOr(item, '')) : [];
}

class Expander implements Expansion {
  readonly applications: KubeObject[] = [];
  readonly problems: GitopsError[] = [];
  readonly unexpanded: Unexpanded[] = [];
  readonly #object: KubeObject;
  readonly #spec: JsonObject;
  readonly #run: Run;
  readonly #settings: ApplicationSettings;
  readonly #names = new Set<string>();

  constructor(object: KubeObject, spec: JsonObject, run: Run) {
    this.#object = object;
    this.#spec = spec;
    this.#run = run;
    this.#settings = {
      namespace: namespaceOf(object) ?? undefined,
      templatePatch: stringOr(spec.templatePatch, undefined),
      preservesResources: objectAt(spec, 'syncPolicy').preserveResourcesOnDeletion === true,
    };
  }

  run(): void {
    const generators = isArray(this.#spec.generators)
      ? this.#spec.generators.map((one) => objectAt(one))
      : [];
    this.#attempt('goTemplateOptions', () => {
      missingKeyOf(textsOf(this.#spec.goTemplateOptions));
    });
    this.#attempt('template', () => {
      const template = readTemplate(this.#spec.template, 'template');
      if (this.problems.length > 0) return;
      for (const [index, generator] of generators.entries())
        this.#expand(generator, `generators[${index}]`, template);
    });
  }

  #expand(generator: JsonObject, at: string, template: JsonObject): void {
    const kinds = kindsOf(generator);
    if (kinds.length === 0)
      this.unexpanded.push({ generator: at, reason: 'it is no generator that Argo CD knows', hint: null });
    for (const kind of kinds)
      this.#attempt(`${at}.${kind}`, () => this.#expandKind(generator, kind, at, template));
  }

  #expandKind(generator: JsonObject, kind: GeneratorKind, at: string, general: JsonObject): void {
    const own = readTemplate(objectAt(generator, kind).template, `${at}.${kind}.template`);
    const template = mergeTemplates(own, general);
    for (const params of paramsOf(generator, kind, this.#run, at))
      this.#attempt(`${at}.${kind}`, () => {
        this.#add(applicationOf(template, params, this.#settings, this.#run.renderer), `${at}.${kind}`);
      });
  }

  #add(application: KubeObject, at: string): void {
    const { name } = application.metadata;
    if (this.#names.has(name)) {
      const message = `${this.#title()} makes two Applications of the name ${name}`;
      const hint = 'have metadata.name of its template say what tells them apart';
      this.problems.push(new ManifestError('DUPLICATE_APPLICATION', message, { facts: [at], hint }));
      return;
    }
    this.#names.add(name);
    this.applications.push(application);
  }

  #title(): string {
    return describe(nameOf(this.#object));
  }

  #attempt(at: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (error instanceof Unavailable)
        this.unexpanded.push({ generator: error.generator, reason: error.message, hint: error.hint });
      else if (error instanceof TemplateError) this.problems.push(this.#problem(at, error));
      else throw error;
    }
  }

  #problem(at: string, error: TemplateError): ManifestError {
    const { message } = error;
    const isPlaced = message.startsWith('generators[');
    return new ManifestError('APPLICATIONSET_INVALID', `${this.#title()} cannot be expanded: ${message}`, {
      facts: isPlaced ? [] : [at],
      hint: `correct ${at} of the ApplicationSet, or what it reads from git`,
      cause: error,
    });
  }
}
