// The words of the pages: none missing in either language, the same facts in both, and the glossary's Swedish.
import { readdirSync, readFileSync } from 'node:fs';
import { deskContract } from '@storstad/contract';
import t from 'tap';
import { type Field, fieldsOf, variantsOf } from '../../src/http/pages/forms/field.js';
import { formOperations, inSteps } from '../../src/http/pages/forms/form-routes.js';
import type { FieldFault } from '../../src/http/pages/forms/read-form.js';
import { pageTexts } from '../../src/http/pages/words.js';

const languages = ['sv', 'en'] as const;
const texts = { sv: pageTexts('sv'), en: pageTexts('en') };
const folder = new URL('../../texts/pages/', import.meta.url);
const glossary = readFileSync(new URL('../../../../docs/glossary.md', import.meta.url), 'utf8');

/** The places to fill in, such as `{label}`. */
const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

/** The forms that there are: operations, and what their bodies are told apart by. */
const forms = [...formOperations().map(({ operationId }) => operationId), ...inSteps].flatMap(
  (operationId) => {
    const variants = variantsOf(operationId);
    return (variants.length > 0 ? variants : [null]).map((variant) => ({ operationId, variant }));
  },
);

const withInner = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => [field, ...('fields' in field.kind ? withInner(field.kind.fields) : [])]);

/** And the one form that changes nothing. */
const shown = [...forms, { operationId: 'searchCases' as const, variant: null }]
  .flatMap(({ operationId, variant }) => withInner(fieldsOf(operationId, variant)))
  .filter(({ kind }) => kind.is !== 'fixed');

/** The sets of codes in the glossary, with their Swedish words. */
const glossaryValues = Object.fromEntries(
  glossary
    .slice(glossary.indexOf('\n## Values'))
    .split('\n### ')
    .slice(1)
    .map((part) => [
      part.slice(0, part.indexOf('\n')),
      Object.fromEntries(
        [...part.matchAll(/^\| `([^`]+)` \| (.+?) \|/gm)].map(([, code, word]) => [code, word]),
      ),
    ]),
);

t.test('both languages say the same', async (t) => {
  t.strictSame(
    readdirSync(folder).filter((name) => !/^[a-z-]+\.(sv|en)\.json$/.test(name)),
    [],
  );
  t.strictSame([...texts.sv.keys()].sort(), [...texts.en.keys()].sort());
  for (const [key, swedish] of texts.sv)
    t.strictSame(placesIn(texts.en.get(key) ?? ''), placesIn(swedish), key);
  for (const language of languages)
    t.strictSame(
      [...texts[language]].filter(([, text]) => text.trim() === '').map(([key]) => key),
      [],
      `no empty text in ${language}`,
    );
});

t.test('every form has its words', async (t) => {
  t.ok(forms.length > 70, `${forms.length} forms`);
  for (const { operationId, variant } of forms)
    for (const what of ['title', 'lead', 'submit', 'done', 'link']) {
      t.ok(texts.sv.has(`forms.${operationId}.${what}`), `${operationId}: ${what}`);
      if (variant)
        t.ok(texts.sv.has(`forms.${operationId}.${variant}.${what}`), `${operationId}, ${variant}: ${what}`);
    }
});

t.test('no words for forms that are not there', async (t) => {
  const operations = new Set<string>(forms.map(({ operationId }) => operationId));
  const variants = new Set(forms.map(({ operationId, variant }) => `${operationId}.${variant}`));
  for (const key of texts.sv.keys()) {
    const [, operation = '', variant = '', , ...deeper] = key.split('.');
    if (!key.startsWith('forms.') || !variant || ['errors', 'already'].includes(operation)) continue;
    t.ok(operations.has(operation), key);
    if (key.split('.').length === 4) t.ok(variants.has(`${operation}.${variant}`), key);
    t.strictSame(deeper, [], key);
  }
});

t.test('every field has a label, and rows a name for each', async (t) => {
  t.ok(shown.length > 150, `${shown.length} fields`);
  const has = ({ owner, property }: Field, what: string) =>
    texts.sv.has(`fields.${owner}.${property}.${what}`) || texts.sv.has(`fields.${property}.${what}`);
  for (const field of shown) {
    t.ok(has(field, 'label'), `${field.owner}.${field.property}`);
    if (field.kind.is === 'rows') t.ok(has(field, 'row'), `${field.owner}.${field.property}, row`);
  }
});

t.test('no words for fields that are not there', async (t) => {
  const known = new Set(shown.flatMap(({ owner, property }) => [property, `${owner}.${property}`]));
  for (const key of texts.sv.keys()) {
    const [file, ...path] = key.split('.');
    if (file === 'fields') t.ok(known.has(path.slice(0, -1).join('.')), key);
  }
});

t.test('every choice of a form has its words', async (t) => {
  const choices = shown.flatMap(({ kind }) => (kind.is === 'choice' || kind.is === 'choices' ? [kind] : []));
  t.ok(choices.length > 50, `${choices.length} fields with choices`);
  for (const { words, from } of choices)
    for (const code of from) t.ok(texts.sv.has(`values.${words}.${code}`), `${words}: ${code}`);
});

t.test('values are those of the glossary, in its words', async (t) => {
  const values = JSON.parse(readFileSync(new URL('values.sv.json', folder), 'utf8'));
  // Marks from 1 to 5 are numbers in the contract, with no words in the glossary.
  const { Score: marks, Section: sections, ...others } = values;
  t.strictSame(Object.keys(marks), ['1', '2', '3', '4', '5']);
  t.strictSame(Object.keys(sections).sort(), sectionsOfCities());
  t.strictSame(others, glossaryValues);
});

/** No code of the contract: each city's settings name its own. */
function sectionsOfCities(): string[] {
  const cities = new URL('../../../../deploy/cities/', import.meta.url);
  const settings = readdirSync(cities).filter((name) => name.endsWith('.json'));
  const rules = settings.flatMap(
    (name): { section?: string }[] => JSON.parse(readFileSync(new URL(name, cities), 'utf8')).unitRules,
  );
  return [...new Set(rules.flatMap(({ section }) => section ?? []))].sort();
}

t.test('hints are about choices that there are', async (t) => {
  for (const key of texts.sv.keys()) {
    const [file, ...choice] = key.split('.');
    // A consent's type is no choice: it tells the forms apart.
    if (file === 'choice-hints') t.ok(texts.sv.has(`values.${choice.join('.')}`), key);
  }
});

t.test('everything that is due is explained', async (t) => {
  for (const kind of Object.keys(glossaryValues.DueKind ?? {}))
    t.ok(texts.sv.has(`choice-hints.DueKind.${kind}`), kind);
});

t.test('what can be wrong with a field has its words', async (t) => {
  const faults: Record<FieldFault['fault'], true> = {
    missing: true,
    'nothing-at-all': true,
    'not-possible': true,
    'personal-number': true,
    'too-early': true,
    'too-late': true,
    'too-long': true,
    'not-in-range': true,
  };
  const kinds = new Set<string>(shown.flatMap(({ kind }) => ('of' in kind ? [kind.is, kind.of] : [kind.is])));
  for (const fault of Object.keys(faults)) t.ok(texts.sv.has(`forms.errors.${fault}.any`), fault);
  for (const [key, text] of texts.sv) {
    const [, , fault = '', kind = ''] = key.split('.');
    if (!key.startsWith('forms.errors.')) continue;
    t.ok(fault in faults && (kind === 'any' || kinds.has(kind)), key);
    t.match(text, /\{label\}/, key);
    const bounds =
      {
        'too-early': ['{earliest}'],
        'too-late': ['{latest}'],
        'too-long': ['{max}'],
        'not-in-range': ['{max}', '{min}'],
      }[fault] ?? [];
    t.strictSame(placesIn(text), [...bounds, '{label}'].sort(), key);
  }
});

t.test('every source document has a name', async (t) => {
  for (const document of ['000', '001', '002', '003', '004', 'line'])
    t.ok(texts.sv.has(`sources.${document}`), document);
});

t.test('the texts name no operation of the contract', async (t) => {
  const operations = [...deskContract.operations.keys()].join('|');
  for (const language of languages)
    for (const [key, text] of texts[language])
      t.notMatch(text, new RegExp(`\\b(${operations})\\b`), `${language}: ${key}`);
});
