import type { Node, Template } from '../syntax/nodes.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import type { GoValue } from '../values/values.ts';
import type { FunctionTable } from './functions.ts';

/** What a key that a map lacks stands for. */
export type MissingKey = 'default' | 'zero' | 'error';

/** One evaluation: what is written so far, and the variables in sight. */
export class State {
  readonly functions: FunctionTable;
  readonly missingKey: MissingKey;
  readonly budget: Budget;
  readonly #template: Template;
  readonly #out: string[] = [];
  #length = 0;
  #variables: { readonly name: string; value: GoValue }[] = [];
  #depth = 0;

  constructor(template: Template, functions: FunctionTable, missingKey: MissingKey, budget: Budget) {
    this.#template = template;
    this.functions = functions;
    this.missingKey = missingKey;
    this.budget = budget;
  }

  get output(): string {
    return this.#out.join('');
  }

  write(text: string): void {
    this.#length += text.length;
    this.budget.length(this.#length);
    this.#out.push(text);
  }

  mark(): number {
    return this.#variables.length;
  }

  pop(mark: number): void {
    this.#variables.length = mark;
  }

  push(name: string, value: GoValue): void {
    this.#variables.push({ name, value });
  }

  assign(name: string, value: GoValue): void {
    this.#find(name).value = value;
  }

  variable(name: string): GoValue {
    return this.#find(name).value;
  }

  #find(name: string) {
    const found = this.#variables.findLast((variable) => variable.name === name);
    if (found === undefined) throw new TemplateError(`variable ${name} is not defined`);
    return found;
  }

  defined(name: string): readonly Node[] {
    const found = this.#template.defined.get(name);
    if (found === undefined) throw new TemplateError(`template ${JSON.stringify(name)} is not defined`);
    return found;
  }

  /** Runs with no variables but `$`, as a template that another one calls does. */
  within(dot: GoValue, run: () => void): void {
    const outer = this.#variables;
    this.#variables = [{ name: '$', value: dot }];
    this.#depth++;
    this.budget.depth(this.#depth);
    run();
    this.#depth--;
    this.#variables = outer;
  }
}
