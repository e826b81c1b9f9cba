// The ledger as CSV: what a spreadsheet gets, and what it must not get.
import type { PostedCostLine } from '@storstad/contract';
import t from 'tap';
import { ledgerTable } from '../../src/exports/ledger-table.js';
import { aCostLine, pages, posted, whole } from '../helpers/cost-lines.js';

const header =
  'id,case,agreement,homeCity,receivingCity,source,service,externalService,from,until,days,leaveDays,stayDays,' +
  'dayRateSek,leaveDayRateSek,deductionSek,expectedSek,amountSek,postedOn,bookedOn,state,refusalCode,dispute,' +
  'disputeReason,reverses,reversedBy\r\n';
const tableOf = (each: ReturnType<typeof pages<PostedCostLine>>) => ledgerTable(each, (line) => line);
const id = 'a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d';
const theCase = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const who = `${id},${theCase},2025,stockholm,malmo`;

t.test('a header and a row for each line, over pages', async (t) => {
  t.equal(await whole(tableOf(pages())), header, 'no lines: the header alone');
  const row = `${who},own,outpatient-treatment,,2025-02-03,2025-05-14,100,0,100,900.00,0.00,0.00,90000.00,90000.00,2025-05-15,2025-05-15,posted,,,,,\r\n`;
  t.equal(await whole(tableOf(pages([posted()], [posted(), posted()]))), header + row + row + row);
});

t.test('a reversal, an external line and a frozen one', async (t) => {
  const other = 'b8c9d0e1-f2a3-4b4c-9d5e-6f7a8b9c0d1e';
  const line = aCostLine({
    source: 'external',
    externalServiceId: other,
    days: -99,
    leaveDays: -1,
    stayDays: -100,
    leaveDayRateOre: 5,
    deductionOre: -7,
    expectedOre: -8909998,
    amountOre: -1,
    reverses: id,
  });
  const dispute = {
    id: other,
    state: 'open' as const,
    reason: 'days' as const,
    question: '=HYPERLINK("a question that staff have written")',
    raisedOn: '2025-06-01',
    freezes: true,
    answer: '@an answer',
    answeredOn: null,
    settledOn: null,
  };
  const text = await whole(tableOf(pages([posted({ line, bookedOn: null, dispute, reversedBy: other })])));
  t.equal(
    text.slice(header.length),
    `${who},external,outpatient-treatment,${other},2025-02-03,2025-05-14,-99,-1,-100,900.00,0.05,-0.07,-89099.98,-0.01,2025-05-15,,posted,,open,days,${id},${other}\r\n`,
    'amounts with minus are amounts; no free text',
  );
});

t.test('no cell starts a formula', async (t) => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '＝']) {
    const text = await whole(tableOf(pages([posted({ state: 'refused', refusalCode: `${start}1+1` })])));
    const cell = text.slice(header.length).split(',refused,')[1]?.split(',')[0] ?? '';
    t.equal(cell.replace(/^"/, '')[0], "'", JSON.stringify(start));
  }
  const text = await whole(tableOf(pages([posted({ refusalCode: 'a "b", c\r\nd' })])));
  t.match(text, ',posted,"a ""b"", c\r\nd",', 'what needs quotes has them');
});
