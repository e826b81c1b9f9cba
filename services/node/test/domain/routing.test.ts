// Which unit of a city may be the home unit of a case, by the city's own settings.
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { readCitySettings } from '../../src/city-settings.js';
import { decideSendReferral } from '../../src/domain/referral.js';
import { routingRefusal } from '../../src/domain/routing.js';
import { homeCase, lowThreat } from './cases.js';
import { around, day, id, malmo, said } from './support.js';

const shipped = new URL('../../../../deploy/cities/stockholm.json', import.meta.url);
const read = readCitySettings(fileURLToPath(shipped));
const rules = read.ok ? read.settings.unitRules : [];
type Routed = Parameters<typeof routingRefusal>[1];

t.test("Stockholm's table (002:41; 004:13): unit, section, kind, threat, age", async (t) => {
  t.equal(rules.length, 7, 'the file is there');
  const wrong = 'WRONG_UNIT_FOR_CASE';
  type Row = [string, string | null, Routed['kind'], Routed['level'], age: number, expected?: string];
  const rows: Row[] = [
    ['SN', null, 'defector', 'high', 18],
    ['SN', null, 'defector', 'low', 30, wrong],
    ['SN', null, 'protected-person', 'high', 30, wrong],
    ['SN', null, 'protected-person', 'low', 30, wrong],
    ...['JARVA', 'FARSTA'].flatMap((unit): Row[] => [
      [unit, null, 'defector', 'high', 30, wrong],
      [unit, 'sig', 'defector', 'high', 30, wrong],
      [unit, 'sig', 'defector', 'low', 18, wrong],
      [unit, 'sig', 'defector', 'low', 19],
      [unit, null, 'defector', 'low', 18, wrong],
      [unit, null, 'defector', 'low', 19],
      [unit, 'social-services', 'defector', 'low', 18],
      [unit, 'reception', 'defector', 'low', 30, wrong],
      [unit, null, 'protected-person', 'low', 18],
      [unit, null, 'protected-person', 'high', 18],
      [unit, 'sig', 'protected-person', 'high', 18],
    ]),
    ['NORRMALM', null, 'protected-person', 'low', 30, wrong],
  ];
  for (const [unit, section, kind, level, age, expected] of rows) {
    const refusal = routingRefusal(rules, { unit: id(unit), section, kind, level, age });
    t.equal(refusal?.refusal, expected, `${unit}/${section}: ${kind}, ${level}, ${age} years`);
  }
});

t.test('a refusal names who is competent, and the age when it is for that', async (t) => {
  const young: Routed = { unit: id('JARVA'), section: null, kind: 'defector', level: 'low', age: 18 };
  const socialServices = ['JARVA/social-services', 'FARSTA/social-services'];
  t.same(routingRefusal(rules, young), {
    refusal: 'WRONG_UNIT_FOR_CASE',
    facts: { unit: 'JARVA', competent: socialServices, fromAge: 19 },
  });
  t.same(routingRefusal(rules, { ...young, unit: id('SN') })?.facts, {
    unit: 'SN',
    competent: socialServices,
  });
  t.same(routingRefusal(rules, { ...young, level: 'high' })?.facts, { unit: 'JARVA', competent: ['SN'] });
  const adult = { ...young, section: 'reception', age: 19 };
  t.same(routingRefusal(rules, adult)?.facts.competent, [
    'JARVA/sig',
    'JARVA/social-services',
    'FARSTA/sig',
    'FARSTA/social-services',
  ]);
  const twice = [...rules, ...rules.slice(0, 1)];
  t.same(routingRefusal(twice, { ...young, level: 'high' })?.facts.competent, ['SN'], 'each once');
});

t.test('a city without rules lets every party send every case', async (t) => {
  const any: Routed = { unit: id('X'), section: 'y', kind: 'protected-person', level: 'high', age: 0 };
  t.equal(routingRefusal([], any), undefined);
});

t.test(
  'S1, S15: the rule is asked when a case is sent, by the section, the age and the threat of it',
  async (t) => {
    const send = (changes: Parameters<typeof homeCase>[1], today = '2025-03-03') =>
      said(
        decideSendReferral(
          homeCase('draft', changes),
          { city: malmo, id: id('r'), witnessException: false },
          around({ unitRules: rules, today: day(today) }),
        ),
      );
    const sent = 'referral-requested → referral-requested to malmo';
    const wrong = 'WRONG_UNIT_FOR_CASE';
    const { intake } = homeCase('draft');
    const bornOn = (date: string) => ({ intake: { ...intake, bornOn: day(date) } });
    t.equal(send({ section: 'sig' }), sent);
    t.equal(send({ section: 'reception' }), wrong);
    t.equal(send({ unit: id('SN') }), wrong);
    t.equal(send(bornOn('2006-03-03')), sent, 'nineteen today');
    t.equal(send(bornOn('2006-03-04')), wrong, 'nineteen tomorrow, and no section named');
    t.equal(send({ ...bornOn('2006-03-04'), section: 'social-services' }), sent);
    t.equal(send(bornOn('2007-03-04')), 'MINOR', 'nor is a minor sent to another unit');
    const high = { ...lowThreat, level: 'high' } as const;
    t.equal(send({ threat: high }), wrong, 'S1: a high threat is for SN');
    t.equal(
      send({ threat: high, unit: id('SN') }),
      'POLICE_APPROVAL_STALE',
      'which may go on to the next gate',
    );
    const unclear = { ...high, confirmed: false };
    t.equal(send({ threat: unclear }), 'THREAT_NOT_CONFIRMED', 'the level decides only once it is confirmed');
    t.equal(send({ threat: null }), 'THREAT_NOT_CONFIRMED');
  },
);
