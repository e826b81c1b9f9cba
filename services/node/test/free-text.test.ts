// Free text holds no personal number: what is taken for one, and how a refusal speaks of it.
import t from 'tap';
import { personalNumbersIn } from '../src/free-text.js';

// Invented persons. Of ten digits without a separator only those with the right check digit count.
const rightTen = '9804127810';
const wrongTen = '9804127814';

t.test('what is a personal number, or a coordination number, and what is not', async (t) => {
  const rows: [text: string, holds: boolean][] = [
    ['980412-1234', true],
    ['980412+1234', true],
    ['980412 1234', true],
    ['980412\u00a01234', true],
    ['19980412\u20131234', true],
    ['19980412-1234', true],
    ['20020412-1234', true],
    ['199804121234', true],
    ['200204121234', true],
    ['980472-1234', true],
    ['980461-1234', true],
    ['980491-1234', true],
    [rightTen, true],
    [wrongTen, false],
    [`He is called by ${rightTen}, he says`, true],
    [`(${rightTen})`, true],
    [`${wrongTen} and ${rightTen}`, true],
    [`x980412-1234y`, true],
    ['The number is 980412-1234.', true],
    ['', false],
    ['No number at all', false],
    ['980412', false],
    ['1998-04-12', false],
    ['1998-04-12 1234', false],
    ['981312-1234', false],
    ['980012-1234', false],
    ['980432-1234', false],
    ['980492-1234', false],
    ['980460-1234', true],
    ['980400-1234', true],
    ['980412-123', false],
    ['980412-12345', false],
    ['1980412-1234', false],
    ['189804121234', false],
    [`1${rightTen}1`, false],
    ['040-123 45 67', false],
    ['0701234567', false],
    ['K-1234-25', false],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', false],
    ['98041200-0412-1234-9804-121234567890', false],
  ];
  for (const [text, holds] of rows) t.equal(personalNumbersIn({ text }).length, holds ? 1 : 0, text);
});

t.test('a refusal names the field and never the number', async (t) => {
  const body = {
    needs: { note: 'see 980412-1234', other: 'nothing' },
    services: [{ description: 'x' }, { description: `19980412-1234 and ${rightTen}` }],
    list: ['x', rightTen],
    count: 9804121234,
    none: null,
    yes: true,
  };
  const found = personalNumbersIn(body);
  t.same(
    found.map(({ at }) => at),
    ['/needs/note', '/services/1/description', '/list/1'],
  );
  t.notMatch(JSON.stringify(found), /\d{4}/);
  t.same(personalNumbersIn('980412-1234'), [{ at: '', message: 'holds a personal number' }]);
});

t.test('a field that is for such a number, or for another, is left alone', async (t) => {
  t.same(personalNumbersIn({ personalNumber: '199804121234', phone: rightTen }), []);
  t.same(personalNumbersIn({ details: { personalNumber: ['199804121234'] } }), [], 'in a list too');
  t.equal(
    personalNumbersIn({ personalNumber: { note: '199804121234' } }).length,
    1,
    'but not what stands within',
  );
});
