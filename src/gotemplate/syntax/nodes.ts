/** A template as it is read. `at` is where in the text, for errors. */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipe: Pipe }
  | Branch
  | { readonly type: 'template'; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly type: 'break' }
  | { readonly type: 'continue' };

export interface Branch {
  readonly type: 'if' | 'range' | 'with';
  readonly pipe: Pipe;
  readonly list: readonly Node[];
  readonly otherwise: readonly Node[] | undefined;
}

export interface Pipe {
  readonly type: 'pipe';
  /** Variables, with their sign, that get the value. */
  readonly variables: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
  /** As it is written. */
  readonly text: string;
}

/** Never empty. */
export type Command = readonly [Operand, ...Operand[]];

export type Operand =
  | { readonly type: 'dot' }
  | { readonly type: 'nil' }
  | { readonly type: 'bool'; readonly value: boolean }
  | NumberLiteral
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'field'; readonly names: readonly string[] }
  | { readonly type: 'variable'; readonly variable: string; readonly names: readonly string[] }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'chain'; readonly of: Operand; readonly names: readonly string[] }
  | Pipe;

export interface NumberLiteral {
  readonly type: 'number';
  readonly text: string;
  /** Set where it can be a whole number: `1.0` can. */
  readonly integer: bigint | undefined;
  readonly float: number;
  /** Its type where nothing else decides. */
  readonly isFloat: boolean;
}

export interface Template {
  readonly main: readonly Node[];
  /** By `define` and `block`. */
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}
