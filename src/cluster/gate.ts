/** Lets a bounded number of requests through at once; fewer after the server said it is too much, then slowly more. */
export class Gate {
  readonly #most: number;
  #limit: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#most = limit;
    this.#limit = limit;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running >= Math.floor(this.#limit)) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
      this.#waiting.shift()?.();
    }
  }

  slowDown(): void {
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
