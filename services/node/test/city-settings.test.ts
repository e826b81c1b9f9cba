// The file of a city's own settings: read whole, or refused with everything in it that is wrong.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { readCitySettings } from '../src/city-settings.js';

const rule = { unit: 'JARVA', kind: 'defector' };
/** What comes of a file with a content. */
function read(content: unknown) {
  const path = join(t.testdir(), 'settings.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const outcome = readCitySettings(path);
  return outcome.ok ? outcome.settings : outcome.problems.map((problem) => problem.replace(path, 'FILE'));
}

t.test('no file is no rules; what is shipped can be read', async (t) => {
  t.same(readCitySettings(null), { ok: true, settings: { unitRules: [] } });
  const shipped = readCitySettings(
    fileURLToPath(new URL('../../../deploy/cities/stockholm.json', import.meta.url)),
  );
  t.equal(shipped.ok && shipped.settings.unitRules.length, 7);
  const settings = { unitRules: [rule, { ...rule, section: 'sig', threat: 'low', fromAge: 19 }] };
  t.same(read(settings), settings, 'as it stands');
  t.same(read({ unitRules: [] }), { unitRules: [] });
});

t.test('a file that is not there, no JSON, or with a key twice', async (t) => {
  const missing = join(t.testdir(), 'none.json');
  t.match(readCitySettings(missing), { ok: false, problems: [/none\.json cannot be read/] });
  t.match(read('{"unitRules": ['), [/^FILE is not JSON/]);
  t.match(read('{"unitRules": [], "unitRules": []}'), [/^FILE is not JSON/]);
});

t.test('everything that is wrong is named, with its place', async (t) => {
  for (const content of [[], 'null', 7, {}, { unitRules: {} }])
    t.same(read(content), ['FILE: unitRules must be a list.'], JSON.stringify(content));
  t.same(read({ unitRules: [], colour: 'red' }), ['FILE: there is no setting colour.']);
  const at = (problem: string) => [`FILE: unitRules/0: ${problem}`];
  for (const wrong of [null, [], 'SN'])
    t.same(read({ unitRules: [wrong] }), at('must be an object.'), JSON.stringify(wrong));
  const values: [field: string, wrong: unknown[], right: unknown[]][] = [
    ['unit', [undefined, 'sn', 'S', 'S N', 7, `S${'N'.repeat(30)}`], ['SN', 'A1-B', `S${'N'.repeat(29)}`]],
    ['section', [null, '', 'S', 'Sig', '1a', `s${'i'.repeat(40)}`], [undefined, 'sig', 'social-services']],
    ['kind', [undefined, 'witness', ''], ['defector', 'protected-person']],
    ['threat', [null, 'any', ''], [undefined, 'low', 'high']],
    ['fromAge', [null, 17, 18.5, '19', -1], [undefined, 18, 19]],
  ];
  for (const [field, wrong, right] of values) {
    for (const value of wrong)
      t.same(
        read({ unitRules: [{ ...rule, [field]: value }] }),
        at(`${field} is missing or not allowed.`),
        `${field}: ${JSON.stringify(value)}`,
      );
    for (const value of right)
      t.match(
        read({ unitRules: [{ ...rule, [field]: value }] }),
        { unitRules: [{ kind: /./ }] },
        `${field}: ${value}`,
      );
  }
  t.same(read({ unitRules: [rule, { unit: 'sn', colour: 'red' }], extra: 1 }), [
    'FILE: there is no setting extra.',
    'FILE: unitRules/1: there is no colour.',
    'FILE: unitRules/1: unit is missing or not allowed.',
    'FILE: unitRules/1: kind is missing or not allowed.',
  ]);
});
