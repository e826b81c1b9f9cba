import fc from 'fast-check';
import t from 'tap';
import { kronor } from '../../src/exports/kronor.js';

t.test('whole öre as kronor with two decimals', async (t) => {
  const table: [ore: number | bigint, text: string][] = [
    [0, '0.00'],
    [-0, '0.00'],
    [1, '0.01'],
    [-1, '-0.01'],
    [9, '0.09'],
    [10, '0.10'],
    [99, '0.99'],
    [-99, '-0.99'],
    [100, '1.00'],
    [-100, '-1.00'],
    [123450, '1234.50'],
    [9007199254740991, '90071992547409.91'],
    [-9007199254740991, '-90071992547409.91'],
    [12345678901234567890n, '123456789012345678.90'],
  ];
  for (const [ore, text] of table) t.equal(kronor(ore), text);
});

t.test('nothing that is no whole öre', async (t) => {
  for (const ore of [0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])
    t.throws(() => kronor(ore), RangeError, String(ore));
});

t.test('no öre is lost', async (t) => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (ore) => {
      const text = kronor(ore);
      return /^-?\d+\.\d\d$/.test(text) && BigInt(text.replace('.', '')) === BigInt(ore);
    }),
  );
  t.pass();
});
