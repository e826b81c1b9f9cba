import { deskContract } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import type { City } from '../../../domain/values.js';
import { otherCities } from '../../../node.js';
import type { NotDone } from '../../desk/run-operation.js';
import { detailsOf } from '../case/case-frame.js';
import { formPathOf } from '../forms/form-href.js';
import type { FieldFault } from '../forms/read-form.js';
import type { PageAnswer, PageHandler, Pages } from '../page.js';
import { ask, mayAskFor, stopped } from '../reader.js';
import { reasonAskedFirst } from '../reading-reason.js';
import { quotasInForce } from '../work/quota-in-force.js';
import { choosePage } from './choose-city-page.js';
import { receiptPage } from './receipt-page.js';
import { sendCheckPage } from './send-check-page.js';
import { type ShownSending, witness } from './sending.js';

/** Asking another city: which one, what it will be told, and the receipt. */
export function addSendPages(pages: Pages): void {
  const choose = sendPath();
  pages.get(
    choose,
    ofCase((shown) => choosePage(shown)),
  );
  pages.post(choose, ofCase(chosen));
  pages.get(
    `${choose}/:city`,
    ofCase((shown) => check(shown)),
  );
  pages.post(`${choose}/:city`, ofCase(send));
  pages.get('/cases/:caseId/referrals/:referralId', ofCase(receipt));
}

function sendPath(): string {
  const operation = deskContract.operations.get('sendReferral');
  if (!operation) throw new Error('The contract has no operation sendReferral');
  return formPathOf(operation);
}

const ofCase =
  (handler: (shown: ShownSending) => Promise<PageAnswer> | PageAnswer): PageHandler =>
  async (request) => {
    const { reader, params } = request;
    if (!mayAskFor(reader, 'sendReferral')) return stopped('NOT_PERMITTED');
    const first = reasonAskedFirst(request);
    if (first) return first;
    const told = await ask(reader, 'getCase', { params: { caseId: params.caseId ?? '' } });
    return told.ok ? handler({ ...request, theCase: told.answer }) : told;
  };

/**
 * Nothing is sent yet: what leaves is looked at first. It is shown at once and not at another address, so that the box for a
 * witness stands in none.
 */
function chosen(shown: ShownSending): PageAnswer | Promise<PageAnswer> {
  const city = shown.entries.get('city') ?? '';
  const wrong = (fault: FieldFault) => choosePage(shown, new Map([['city', fault]]));
  if (city === '') return wrong({ fault: 'missing' });
  if (!otherCities(shown.reader.node).some((other) => other === city))
    return wrong({ fault: 'not-possible' });
  return check({ ...shown, params: { ...shown.params, city } });
}

async function check(shown: ShownSending, notDone: NotDone | null = null): Promise<PageAnswer> {
  const { reader, params, theCase } = shown;
  const city = otherCities(reader.node).find((other) => other === params.city);
  if (!city) return stopped('NOT_FOUND');
  return sendCheckPage(
    shown,
    { city, today: civilDateOf(reader.node.clock.now()) },
    {
      details: await detailsOf(theCase, shown.reader),
      place: await placeOf(shown),
      notDone,
    },
  );
}

/** The places that are taken under the version in force; null when none is. */
async function placeOf({ reader }: ShownSending): Promise<{ used: number; limit: number } | null> {
  return (await quotasInForce(reader)).find(({ direction }) => direction === 'sent') ?? null;
}

async function send(shown: ShownSending): Promise<PageAnswer> {
  const { reader, params, entries, theCase } = shown;
  const told = await ask(reader, 'sendReferral', {
    params: { caseId: theCase.id },
    body: {
      city: params.city as City,
      ...(entries.get(witness) === 'yes' ? { witnessException: true } : {}),
    },
  });
  if (!told.ok) return check(shown, told);
  return { seeOther: `/cases/${theCase.id}/referrals/${told.answer.id}` };
}

async function receipt(shown: ShownSending): Promise<PageAnswer> {
  const { reader, params, theCase } = shown;
  const referral = theCase.referrals.find(({ id }) => id === params.referralId);
  if (!referral || theCase.side !== 'home') return stopped('NOT_FOUND');
  const told = await ask(reader, 'getThread', { params: { caseId: theCase.id } });
  if (!told.ok) return told;
  const message = told.answer.threads
    .flatMap(({ entries }) => entries)
    .find(
      ({ type, content }) =>
        type === 'referral-requested' &&
        (content as { referralId?: string } | null)?.referralId === referral.id,
    );
  return receiptPage(shown, referral, message ?? null);
}
