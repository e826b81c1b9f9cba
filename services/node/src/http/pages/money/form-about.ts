import type { PostedCostLine, ProposeStatement } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { inline, saidCities } from '../case/case-words.js';
import type { SummaryRow } from '../components/summary-list.js';
import type { About, FormPlace } from '../forms/form-about.js';
import { ask, type Reader } from '../reader.js';
import { saidService, withSign } from './money-words.js';
import { saidBetween, saidNet } from './statement-words.js';

/** What the forms about money are about, so that nobody signs or takes back what they do not see. */

/** A statement: between whom, for which days, how many lines, and what they come to. */
export async function aboutStatement(reader: Reader, { params }: FormPlace): Promise<About | null> {
  const told = await ask(reader, 'getStatement', { params: { statementId: params.statementId ?? '' } });
  if (!told.ok) return null;
  const { words } = reader;
  const { say, number, money, city } = words;
  const { document } = told.answer;
  return {
    rows: [
      { key: say('money.statements.between'), value: saidBetween(document, words) },
      { key: say('money.period'), value: words.period(document) },
      { key: say('money.version'), value: document.agreement ?? say('money.allVersions') },
      { key: say('money.statements.lines'), value: number(document.lineCount) },
      ...document.cities.map((each, n) => ({
        key: say('money.about.carriedOutBy', { city: city(each) }),
        value: say('money.about.carriedOut', {
          amount: money(document.amountsOre[n] ?? 0),
          days: number(document.days[n] ?? 0),
          cases: number(document.cases[n] ?? 0),
        }),
      })),
      { key: say('money.net'), value: saidNet(document, words) },
    ],
  };
}

/** What a statement of the days that are asked for comes to, before it is signed. */
export async function aboutProposal(reader: Reader, _: FormPlace, body: object): Promise<About | null> {
  const { city: other, ...query } = body as ProposeStatement;
  const told = await ask(reader, 'previewStatement', { params: { city: other }, query: { ...query } });
  if (!told.ok) return null;
  const { say, number, money, city } = reader.words;
  const { lineCount, cases, days, amountsOre, netOre } = told.answer;
  const carriedOut = (way: 'carriedOut' | 'received') =>
    say('money.about.carriedOut', {
      amount: money(amountsOre[way]),
      days: number(days[way]),
      cases: number(cases[way]),
    });
  return {
    rows: [
      { key: say('money.statements.lines'), value: number(lineCount) },
      {
        key: say('money.about.carriedOutBy', { city: city(reader.node.city) }),
        value: carriedOut('carriedOut'),
      },
      { key: say('money.about.carriedOutBy', { city: city(other) }), value: carriedOut('received') },
      { key: say('money.net'), value: withSign(netOre, money(netOre)) },
    ],
    note: lineCount === 0 ? say('money.about.noLines') : undefined,
  };
}

async function lineOf(reader: Reader, { params }: FormPlace): Promise<PostedCostLine | null> {
  const told = await ask(reader, 'getCostLine', { params: { lineId: params.lineId ?? '' } });
  return told.ok ? told.answer : null;
}

function lineRows({ line }: PostedCostLine, { words }: Reader): SummaryRow[] {
  const { say, number, money } = words;
  return [
    { key: say('money.service'), value: saidService(line, words) },
    { key: say('money.case'), value: `${caseReference(line.caseId)}, ${saidCities(line, words)}` },
    { key: say('money.period'), value: words.period(line) },
    { key: say('money.days'), value: number(line.days + line.leaveDays) },
    { key: say('money.amount'), value: money(line.amountOre) },
  ];
}

/** A line: for which days and how much. */
export async function aboutLine(reader: Reader, place: FormPlace): Promise<About | null> {
  const posted = await lineOf(reader, place);
  return posted && { rows: lineRows(posted, reader) };
}

/** A line that somebody wants to ask about, and what the question does to it. */
export async function aboutQuestion(reader: Reader, place: FormPlace): Promise<About | null> {
  const posted = await lineOf(reader, place);
  if (posted === null) return null;
  return { rows: lineRows(posted, reader), note: noteOf('ask', posted, reader) };
}

/** A line that is asked about, with the question and the answer to it. */
export async function aboutDispute(reader: Reader, place: FormPlace): Promise<About | null> {
  const posted = await lineOf(reader, place);
  return posted && { rows: disputeRows(posted, reader) };
}

/** The same, and what becomes of the line that stands. */
export async function aboutSettlement(reader: Reader, place: FormPlace): Promise<About | null> {
  const posted = await lineOf(reader, place);
  return posted && { rows: disputeRows(posted, reader), note: noteOf('settle', posted, reader) };
}

function disputeRows(posted: PostedCostLine, reader: Reader): SummaryRow[] {
  const { dispute } = posted;
  if (dispute === null) return lineRows(posted, reader);
  const { value, say } = reader.words;
  const { reason, question, answer } = dispute;
  return [
    ...lineRows(posted, reader),
    { key: say('money.about.question'), value: `${value('DisputeReason', reason)}. ${question}` },
    ...(answer === null ? [] : [{ key: say('money.dispute.answered'), value: answer }]),
  ];
}

/** What becomes of a line, which is in a statement or not. */
function noteOf(what: 'ask' | 'settle', { statement }: PostedCostLine, { words }: Reader): string {
  return statement
    ? words.say(`money.about.${what}.stated`, {
        state: inline(words, 'Statement.state', statement.state),
        period: words.period(statement),
      })
    : words.say(`money.about.${what}.open`);
}

/** An invoice: what is billed, and what of it is accepted and charged. */
export async function aboutInvoice(reader: Reader, { params }: FormPlace): Promise<About | null> {
  const told = await ask(reader, 'getInvoice', { params: { invoiceId: params.invoiceId ?? '' } });
  if (!told.ok) return null;
  const { words } = reader;
  const { say, number, money } = words;
  const invoice = told.answer;
  return {
    rows: [
      { key: say('money.invoice.number'), value: invoice.number },
      { key: say('money.service'), value: words.value('ServiceCode', invoice.service) },
      { key: say('money.case'), value: caseReference(invoice.caseId) },
      { key: say('money.period'), value: words.period(invoice) },
      { key: say('money.days'), value: number(invoice.days) },
      { key: say('money.invoice.billed'), value: money(invoice.amountOre) },
      { key: say('money.about.charged'), value: money(invoice.acceptedOre) },
    ],
  };
}
