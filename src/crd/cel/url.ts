import type { Environment } from '@marcbachmann/cel-js';
import { parseRequestUri, type Url } from '../formats/internet.ts';
import { RuleFailure } from './failure.ts';

class Address {
  readonly url: Url;
  constructor(url: Url) {
    this.url = url;
  }
  toString(): string {
    return JSON.stringify(this.url);
  }
}

/** `url('https://example.com')` and its parts. */
export function registerUrl(environment: Environment): void {
  environment
    .registerType('URL', { ctor: Address, fields: {} })
    .registerFunction('url(string): URL', (text: string) => {
      const url = parseRequestUri(text);
      if (url === null)
        throw new RuleFailure(
          `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
        );
      return new Address(url);
    })
    .registerFunction('isURL(string): bool', (text: string) => parseRequestUri(text) !== null)
    .registerFunction('URL.getScheme(): string', ({ url }: Address) => url.scheme)
    .registerFunction('URL.getHost(): string', ({ url }: Address) => url.host)
    .registerFunction('URL.getHostname(): string', ({ url }: Address) => url.hostname)
    .registerFunction('URL.getPort(): string', ({ url }: Address) => url.port)
    .registerFunction('URL.getEscapedPath(): string', ({ url }: Address) =>
      encodeURI(url.path).replaceAll('%25', '%'),
    )
    .registerFunction('URL.getQuery(): map<string, list<string>>', ({ url }: Address) => {
      const query = new URLSearchParams(url.query);
      return new Map([...query.keys()].map((key) => [key, query.getAll(key)]));
    })
    .registerOperator('URL == URL', (a: Address, b: Address) => String(a) === String(b));
}
