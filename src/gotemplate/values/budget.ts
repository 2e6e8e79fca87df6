/** A template that cannot be read or evaluated; the message is a clause without a full stop. */
export class TemplateError extends Error {}

/** Far more than any template of an honest repository needs. */
const MOST_STEPS = 2_000_000;
/** Characters of one text. */
const LONGEST_TEXT = 1 << 20;
const DEEPEST = 200;

/** What one evaluation may still do: templates come from a repository, which may be hostile. */
export class Budget {
  #left = MOST_STEPS;

  /** Throws TemplateError once too much was done. */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TemplateError(`it takes more than ${MOST_STEPS} steps`);
  }

  text(text: string): string {
    return this.length(text.length) && text;
  }

  /** For a text that is yet to be made. */
  length(length: number): true {
    if (length > LONGEST_TEXT)
      throw new TemplateError(`it makes a text longer than ${LONGEST_TEXT} characters`);
    this.spend(length >> 10);
    return true;
  }

  depth(depth: number): void {
    if (depth > DEEPEST) throw new TemplateError(`it is nested more than ${DEEPEST} levels deep`);
  }
}
