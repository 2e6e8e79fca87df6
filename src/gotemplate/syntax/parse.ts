import { TemplateError } from '../values/budget.ts';
import { literal } from './literals.ts';
import type { Branch, Node, Pipe, Template } from './nodes.ts';
import { parsePipe, type Scope } from './pipeline.ts';
import { Reader } from './reader.ts';

const LONGEST = 1 << 18;
const DEEPEST = 100;

/** Reads a template as text/template does. Throws TemplateError. */
export function parseTemplate(source: string, hasFunction: (name: string) => boolean): Template {
  if (source.length > LONGEST) throw new TemplateError(`it is longer than ${LONGEST} characters`);
  return new Parser(source, hasFunction).parse();
}

type Ending = 'end' | 'else' | 'eof';

class Parser {
  readonly #reader: Reader;
  readonly #hasFunction: (name: string) => boolean;
  readonly #defined = new Map<string, readonly Node[]>();
  #scope: Scope;
  #ranges = 0;
  #depth = 0;

  constructor(source: string, hasFunction: (name: string) => boolean) {
    this.#reader = new Reader(source);
    this.#hasFunction = hasFunction;
    this.#scope = this.#newScope();
  }

  parse(): Template {
    const { nodes, ending } = this.#list(true);
    if (ending !== 'eof') throw new TemplateError(`there is {{${ending}}} without anything that it ends`);
    return { main: nodes, defined: this.#defined };
  }

  #newScope(): Scope {
    return { variables: ['$'], hasFunction: this.#hasFunction };
  }

  /** Up to and with `{{end}}`; up to the keyword of `{{else`. */
  #list(isTop: boolean): { readonly nodes: readonly Node[]; readonly ending: Ending } {
    if (++this.#depth > DEEPEST) throw new TemplateError(`it is nested more than ${DEEPEST} levels deep`);
    const nodes: Node[] = [];
    for (;;) {
      const token = this.#reader.next();
      if (token.kind === 'text') nodes.push({ type: 'text', text: token.text });
      if (token.kind === 'open') {
        const node = this.#action(isTop);
        if (typeof node !== 'string') nodes.push(...node);
        else {
          this.#depth--;
          return { nodes, ending: node };
        }
      }
      if (token.kind === 'end') {
        if (!isTop) throw new TemplateError('an {{end}} is missing');
        return { nodes, ending: 'eof' };
      }
    }
  }

  #action(isTop: boolean): readonly Node[] | 'end' | 'else' {
    const token = this.#reader.peekPastSpace();
    if (token.kind !== 'keyword') {
      const pipe = parsePipe(this.#reader, this.#scope, 'command', 'close');
      return [{ type: 'action', pipe }];
    }
    this.#reader.next();
    switch (token.text) {
      case 'end':
        this.#close('end');
        return 'end';
      case 'else':
        return 'else';
      case 'if':
      case 'range':
      case 'with':
        return [this.#branch(token.text)];
      case 'template':
        return [this.#template()];
      case 'block':
        return [this.#block()];
      case 'define':
        if (!isTop) throw this.#reader.unexpected(token, 'a nested action');
        this.#define();
        return [];
    }
    if (this.#ranges === 0) throw new TemplateError(`{{${token.text}}} stands outside of a range`);
    this.#close(token.text);
    return [{ type: token.text === 'break' ? 'break' : 'continue' }];
  }

  #close(context: string): void {
    this.#reader.expect('close', context);
  }

  #branch(type: Branch['type']): Branch {
    const { variables } = this.#scope;
    const mark = variables.length;
    const pipe = parsePipe(this.#reader, this.#scope, type, 'close');
    if (type === 'range') this.#ranges++;
    const { nodes: list, ending } = this.#list(false);
    if (type === 'range') this.#ranges--;
    const otherwise = ending === 'else' ? this.#otherwise(type) : undefined;
    variables.length = mark;
    return { type, pipe, list, otherwise };
  }

  #otherwise(type: Branch['type']): readonly Node[] {
    const token = this.#reader.peekPastSpace();
    if (token.kind === 'keyword' && token.text === type && type !== 'range') {
      this.#reader.next();
      if (++this.#depth > DEEPEST) throw new TemplateError(`it has more than ${DEEPEST} branches`);
      const branch = this.#branch(type);
      this.#depth--;
      return [branch];
    }
    this.#close('else');
    const { nodes, ending } = this.#list(false);
    if (ending !== 'end') throw new TemplateError('an {{end}} must follow the last {{else}}');
    return nodes;
  }

  #name(context: string): string {
    const token = this.#reader.nextPastSpace();
    const name = token.kind === 'string' || token.kind === 'raw' ? literal(token) : undefined;
    if (name?.type !== 'string') throw this.#reader.unexpected(token, context);
    return name.value;
  }

  #template(): Node {
    const name = this.#name('template');
    if (this.#reader.peekPastSpace().kind === 'close') {
      this.#reader.next();
      return { type: 'template', name, pipe: undefined };
    }
    const pipe: Pipe = parsePipe(this.#reader, this.#scope, 'template', 'close');
    return { type: 'template', name, pipe };
  }

  #block(): Node {
    const name = this.#name('block');
    const pipe = parsePipe(this.#reader, this.#scope, 'block', 'close');
    this.#body(name);
    return { type: 'template', name, pipe };
  }

  #define(): void {
    const name = this.#name('define');
    this.#close('define');
    this.#body(name);
  }

  /** A body of its own: it sees no variables, and breaks no range around it. */
  #body(name: string): void {
    const outer = { scope: this.#scope, ranges: this.#ranges };
    this.#scope = this.#newScope();
    this.#ranges = 0;
    const { nodes, ending } = this.#list(false);
    this.#scope = outer.scope;
    this.#ranges = outer.ranges;
    if (ending !== 'end') throw new TemplateError(`an {{else}} stands in ${JSON.stringify(name)}`);
    // As Go has it: an empty definition does not replace one that says something.
    if (!this.#defined.has(name) || nodes.some((node) => node.type !== 'text' || node.text.trim() !== ''))
      this.#defined.set(name, nodes);
  }
}
