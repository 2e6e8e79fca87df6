import { walk } from './run/exec.ts';
import type { FunctionTable } from './run/functions.ts';
import { type MissingKey, State } from './run/state.ts';
import type { Template } from './syntax/nodes.ts';
import { parseTemplate } from './syntax/parse.ts';
import { type Budget, TemplateError } from './values/budget.ts';
import type { GoValue } from './values/values.ts';

/**
 * Options as text/template takes them: `missingkey=error`. The last one counts. Throws TemplateError for one that Go
 * does not know.
 */
export function missingKeyOf(options: readonly string[]): MissingKey {
  let missingKey: MissingKey = 'default';
  for (const option of options) {
    const value = /^missingkey=(default|invalid|zero|error)$/.exec(option)?.[1];
    if (value === undefined)
      throw new TemplateError(`${JSON.stringify(option)} is no option of Go templates`);
    missingKey = value === 'zero' || value === 'error' ? value : 'default';
  }
  return missingKey;
}

/** Templates of one set of functions. Each is parsed once, however often it is evaluated. */
export class Templates {
  readonly #functions: FunctionTable;
  readonly #parsed = new Map<string, Template>();

  constructor(functions: FunctionTable) {
    this.#functions = functions;
  }

  /** What a template makes of `dot`. Throws TemplateError: it cannot be read, or not be evaluated with this value. */
  render(source: string, dot: GoValue, missingKey: MissingKey, budget: Budget): string {
    if (!source.includes('{{')) return source;
    const template = this.#parsed.get(source) ?? parseTemplate(source, (name) => this.#functions.has(name));
    this.#parsed.set(source, template);
    const state = new State(template, this.#functions, missingKey, budget);
    state.within(dot, () => walk(state, dot, template.main));
    return state.output;
  }
}
