import type { MissingKey } from '../../../gotemplate/run/state.ts';
import { missingKeyOf, Templates } from '../../../gotemplate/template.ts';
import { Budget, TemplateError } from '../../../gotemplate/values/budget.ts';
import type { Dict } from '../../../gotemplate/values/values.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../object.ts';
import { appSetFunctions } from './functions.ts';

/** What an ApplicationSet says of its templates. */
export interface TemplateSettings {
  readonly isGo: boolean;
  readonly options: readonly string[];
}

/** Puts parameters into the texts of one ApplicationSet, which share a bound on what they may cost. */
export class Renderer {
  readonly isGo: boolean;
  readonly budget = new Budget();
  readonly #templates = new Templates(appSetFunctions());
  readonly #options: readonly string[];

  constructor({ isGo, options }: TemplateSettings) {
    this.isGo = isGo;
    this.#options = options;
  }

  /** Throws TemplateError, which says what in the text is at fault. */
  replace(text: string, params: Dict): string {
    if (!text.includes('{{')) return text;
    if (!this.isGo) return this.budget.text(replacePlaceholders(text, params));
    const missingKey: MissingKey = missingKeyOf(this.#options);
    try {
      return this.#templates.render(text, params, missingKey, this.budget);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
      throw new TemplateError(`${JSON.stringify(shown)} cannot be evaluated: ${error.message}`, {
        cause: error,
      });
    }
  }

  /** Every text and every key of a value; what is null goes. `at` names the place, for errors. */
  replaceAll(value: Json, params: Dict, at: string): Json {
    this.budget.spend();
    if (typeof value === 'string') return this.replaceText(value, params, at);
    if (isArray(value)) return value.map((item, index) => this.replaceAll(item, params, `${at}[${index}]`));
    return isObject(value) ? this.replaceObject(value, params, at) : value;
  }

  replaceObject(value: JsonObject, params: Dict, at: string): JsonObject {
    const replaced: [string, Json][] = [];
    for (const [key, item] of Object.entries(value)) {
      if (item === null) continue;
      const name = this.replaceText(key, params, at);
      replaced.push([name, this.replaceAll(item, params, `${at}.${key}`)]);
    }
    return Object.fromEntries(replaced);
  }

  replaceText(text: string, params: Dict, at: string): string {
    try {
      return this.replace(text, params);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new TemplateError(`${at}: ${error.message}`, { cause: error });
    }
  }
}

/** valyala/fasttemplate: what no parameter has, or one that is no text, stays as it is written. */
function replacePlaceholders(text: string, params: Dict): string {
  // Argo CD looks for the ends of a placeholder in one line, and only then begins.
  if (!/\{\{.*\}\}/.test(text)) return text;
  const parts: string[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open + 2);
    if (close < 0)
      throw new TemplateError(`${JSON.stringify(text.slice(open, open + 40))} has no closing }}`);
    const tag = text.slice(open + 2, close);
    const value = params.entries.get(tag.trim());
    parts.push(text.slice(at, open), tag.trim() !== '' && typeof value === 'string' ? value : `{{${tag}}}`);
    at = close + 2;
  }
  return parts.join('') + text.slice(at);
}
