/** Repository content laid out in a directory: the work tree itself, or one commit extracted. */
export interface Tree {
  /** Absolute. */
  readonly dir: string;
  /** Identifies the content, for caches; null when it may change under us (a dirty work tree). */
  readonly id: string | null;
}
