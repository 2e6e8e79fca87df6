import { describe, expect, it } from 'vitest';
import { appSetFunctions } from '../../../src/discover/argocd/appset/functions.ts';
import { missingKeyOf, Templates } from '../../../src/gotemplate/template.ts';
import { Budget } from '../../../src/gotemplate/values/budget.ts';
import { params } from '../../support/gotemplate/params.ts';
import { refusals, results } from '../../support/gotemplate/tables.ts';

const templates = new Templates(appSetFunctions());
const render = (text: string, ...options: readonly string[]) =>
  templates.render(text, params(), missingKeyOf(options), new Budget());

describe.each(Object.entries(results))('%s', (_, table) => {
  it.each(table)('%s', (template, output) => {
    expect(render(template)).toBe(output);
  });
});

describe('refuses', () => {
  it.each(refusals)('%s', (template, reason) => {
    expect(() => render(template)).toThrow(reason);
  });
});

describe('a key that is missing', () => {
  it.each([
    ['{{ .none }}', 'default', '<no value>'],
    ['{{ .none.deeper }}', 'invalid', '<no value>'],
    ['{{ .none }}', 'zero', '<no value>'],
    ['{{ .values.none }}', 'zero', ''],
    ['{{ .values.none }}', 'default', '<no value>'],
    ['{{ index .obj "none" }}', 'error', '<no value>'],
    ['{{ if .none }}a{{ else }}b{{ end }}', 'zero', 'b'],
    ['{{ default "d" .none }}', 'zero', 'd'],
  ])('%s with missingkey=%s', (template, option, output) => {
    expect(render(template, `missingkey=${option}`)).toBe(output);
  });

  it.each([
    ['{{ .none }}', 'error', 'there is no none in .none'],
    ['{{ .obj.none.x }}', 'error', 'there is no none in .obj.none.x'],
    ['{{ if .none }}a{{ end }}', 'error', 'there is no none in .none'],
    ['{{ .none.deeper }}', 'zero', 'deeper of nil is asked for in .none.deeper'],
    ['{{ .nil.x }}', 'default', 'x of nil is asked for in .nil.x'],
  ])('%s is refused with missingkey=%s', (template, option, reason) => {
    expect(() => render(template, `missingkey=${option}`)).toThrow(reason);
  });

  it('takes no other option', () => {
    expect(() => missingKeyOf(['missingkey=maybe'])).toThrow(
      '"missingkey=maybe" is no option of Go templates',
    );
  });
});

describe('a function that has no answer here is named', () => {
  it.each([
    'now',
    'uuidv4',
    'randAlpha 5',
    'genPrivateKey "rsa"',
    'snakecase "aB"',
    'env "HOME"',
    'getHostByName "a"',
  ])('%s', (call) => {
    const [name = ''] = call.split(' ');
    expect(() => render(`{{ ${call} }}`)).toThrow(new RegExp(`function ${name}\\b`));
  });
});
