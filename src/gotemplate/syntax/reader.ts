import { TemplateError } from '../values/budget.ts';
import { excerpt, lex, type Token } from './lex.ts';

/** Tokens from left to right, with as much looking ahead as Go's parser does. */
export class Reader {
  readonly source: string;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  constructor(source: string) {
    this.source = source;
    this.#tokens = lex(source);
    this.#end = { kind: 'end', text: '', at: source.length };
  }

  get position(): number {
    return this.#at;
  }

  /** Goes back to an earlier `position`. */
  goTo(position: number): void {
    this.#at = position;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  peekPastSpace(): Token {
    while (this.peek().kind === 'space') this.#at += 1;
    return this.peek();
  }

  nextPastSpace(): Token {
    this.peekPastSpace();
    return this.next();
  }

  expect(kind: Token['kind'], context: string): Token {
    const token = this.nextPastSpace();
    if (token.kind !== kind) throw this.unexpected(token, context);
    return token;
  }

  unexpected(token: Token, context: string): TemplateError {
    if (token.kind === 'end') return new TemplateError(`it ends within ${context}`);
    const what = token.kind === 'close' ? 'the end of the action' : token.text;
    return new TemplateError(`${what} is unexpected in ${context} at ${excerpt(this.source, token.at)}`);
  }
}
