// Refusals about money that no story in test/scenarios comes to, through HTTP: the code, and that nothing else is written.
import t, { type Test } from 'tap';
import type { SendToPeer } from '../src/delivery/peer-client.js';
import { isWhole, withService } from './helpers/bought-service.js';
import { administrator, agree, bringTo, openAndReady, workerIn } from './helpers/case-work.js';
import { type CityNode, day, startCities } from './helpers/city-nodes.js';
import { contentsOf, onlyRefused, writtenSince } from './helpers/store-contents.js';

/** A stay in Malmö since 13 January 2025 with one cost line that both cities have; the clock stands at 12 February. */
async function withLine(t: Test) {
  let isHeld = false;
  const onTheWay =
    (from: string, send: SendToPeer): SendToPeer =>
    async (...message) =>
      isHeld && from === 'stockholm' ? { outcome: 'not-taken', problem: 'NOT_READY' } : send(...message);
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'], onTheWay });
  await agree(cities);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'in-progress');
  cities.clock.advance(30 * day);
  const post = (from: string, until: string) =>
    receiving.must(workerIn('malmo'), 'postCostLine', {
      params: { caseId },
      body: { service: 'support-talks', from, until },
    });
  const { line } = await post('2025-01-13', '2025-01-20');
  await cities.deliver();
  /** While something is done, nothing that Stockholm says is heard. */
  const unheard = async (what: () => Promise<void>) => {
    isHeld = true;
    await what();
    isHeld = false;
    await cities.deliver();
  };
  return { cities, home, receiving, post, unheard, params: { lineId: line.id as string } };
}

async function isRefused(t: Test, { node, ask }: CityNode, operation: string, parts: object, code: string) {
  const before = contentsOf(node.store);
  const { status, body } = await ask(administrator, operation, parts);
  t.match({ status, code: body.code }, { status: 409, code }, operation);
  t.strictSame(writtenSince(node.store, before), onlyRefused(code), `${operation}: nothing is written`);
  return body.facts;
}

const question = { reason: 'days', question: 'Var det sju dagar?' };

t.test('a line can be asked about and taken back once', async (t) => {
  const { cities, home, receiving, params } = await withLine(t);
  const answer = { params, body: { answer: 'Ja.' } };
  const dispute = { params, body: question };
  const notDisputed = { state: 'not disputed' };
  t.strictSame(await isRefused(t, receiving, 'answerDispute', answer, 'COST_LINE_STATE'), notDisputed);
  t.strictSame(await isRefused(t, home, 'settleDispute', { params }, 'COST_LINE_STATE'), notDisputed);
  await isRefused(t, receiving, 'disputeCostLine', dispute, 'WRONG_SIDE');
  await isRefused(t, home, 'answerDispute', answer, 'WRONG_SIDE');
  await isRefused(t, home, 'reverseCostLine', { params }, 'WRONG_SIDE');

  await home.must(administrator, 'disputeCostLine', dispute);
  await cities.deliver();
  await isRefused(t, home, 'disputeCostLine', dispute, 'COST_LINE_STATE');
  await isRefused(t, receiving, 'settleDispute', { params }, 'WRONG_SIDE');
  await receiving.must(administrator, 'answerDispute', answer);
  await cities.deliver();
  await isRefused(t, receiving, 'answerDispute', answer, 'COST_LINE_STATE');

  const { line } = await receiving.must(administrator, 'reverseCostLine', { params });
  await cities.deliver();
  const reversed = { state: 'reversed' };
  t.strictSame(await isRefused(t, receiving, 'reverseCostLine', { params }, 'COST_LINE_STATE'), reversed);
  t.strictSame(await isRefused(t, home, 'disputeCostLine', dispute, 'COST_LINE_STATE'), reversed);
  const reversal = { params: { lineId: line.id } };
  await isRefused(t, receiving, 'reverseCostLine', reversal, 'COST_LINE_STATE');
  for (const node of cities.nodes) isWhole(t, node);
});

t.test('a statement is signed or declined once, by the city that did not propose it', async (t) => {
  const { cities, home, receiving } = await withLine(t);
  const propose = async () => {
    const body = { city: 'malmo', from: '2025-01-01', until: '2025-02-13' };
    const { id } = await home.must(administrator, 'proposeStatement', { body });
    await cities.deliver();
    return { statementId: id };
  };
  const body = { reason: 'period-not-agreed' };
  const declined = await propose();
  await isRefused(t, home, 'declineStatement', { params: declined, body }, 'STATEMENT_STATE');
  await isRefused(t, home, 'signStatement', { params: declined }, 'STATEMENT_STATE');
  await receiving.must(administrator, 'declineStatement', { params: declined, body });
  await cities.deliver();
  const partsOf = (operation: string) => ({
    params: declined,
    ...(operation === 'declineStatement' ? { body } : {}),
  });
  for (const operation of ['declineStatement', 'signStatement'])
    await isRefused(t, receiving, operation, partsOf(operation), 'STATEMENT_STATE');
  const shown = { state: 'declined', refusalCode: 'period-not-agreed' };
  for (const node of [home, receiving])
    t.match(await node.must(administrator, 'getStatement', { params: declined }), shown, node.city);

  const params = await propose();
  await receiving.must(administrator, 'signStatement', { params });
  await cities.deliver();
  await isRefused(t, receiving, 'declineStatement', { params, body }, 'STATEMENT_STATE');
  for (const node of cities.nodes) isWhole(t, node);
});

t.test('a line that crosses a statement is refused, and is charged again after it', async (t) => {
  const { cities, home, receiving, post, unheard } = await withLine(t);
  const body = { city: 'malmo', from: '2025-01-01', until: '2025-02-13' };
  let line = { id: '' };
  await unheard(async () => {
    await home.must(administrator, 'proposeStatement', { body });
    line = (await post('2025-01-20', '2025-01-27')).line;
    await receiving.courier.tryAllNow();
  });
  t.match(await receiving.must(administrator, 'getCostLine', { params: { lineId: line.id } }), {
    state: 'refused',
    refusalCode: 'PERIOD_CLOSED',
  });
  const again = await post('2025-01-20', '2025-01-27');
  await cities.deliver();
  for (const node of [home, receiving])
    t.match(await node.must(administrator, 'getCostLine', { params: { lineId: again.line.id } }), {
      state: 'posted',
      bookedOn: '2025-02-13',
    });
  for (const node of cities.nodes) isWhole(t, node);
});

t.test('an invoice is charged once, and only when the home city has approved the service', async (t) => {
  const { cities, node, home, record } = await withService(t);
  const charge = ({ id }: { id: string }) => ({ params: { invoiceId: id } });
  const notBought = await record({ number: 'F-2', service: 'occupation' });
  await isRefused(t, node, 'chargeInvoice', charge(notBought), 'EXTERNAL_COST_NOT_APPROVED');

  const invoice = await record();
  const { line } = await node.must(administrator, 'chargeInvoice', charge(invoice));
  t.match(line, { source: 'external', service: 'housing', days: 19, amountOre: 3_800_000 });
  await cities.deliver();
  const params = { lineId: line.id };
  t.match(await home.must(administrator, 'getCostLine', { params }), { state: 'posted', line });
  await isRefused(t, node, 'chargeInvoice', charge(invoice), 'ALREADY_SETTLED');

  await node.must(administrator, 'reverseCostLine', { params });
  await cities.deliver();
  const again = await node.must(administrator, 'chargeInvoice', charge(invoice));
  t.match(again.line, { days: 19, amountOre: 3_800_000 }, 'taken back, it can be charged anew');
  await cities.deliver();
  for (const each of cities.nodes) isWhole(t, each);
});
