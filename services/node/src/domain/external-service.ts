import type {
  DecideExternalService,
  ExternalServiceNotice,
  ProposeExternalService,
  SealedContent,
} from '@storstad/contract';
import { addDays } from './calendar.js';
import { atHome, atReceiving, type Case, inState, otherCity, sharedStates } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { type ExternalService, externalServiceOf } from './cost-facts.js';
import { caseThread, type Decided, nothingPersonal, type OutgoingMessage } from './event.js';
import { holdRefusal } from './incident.js';
import { lastCheck } from './licence.js';
import { between, fromReceivingCity } from './placement.js';
import { purchaseRefusal, type Seller } from './purchase.js';
import { fromHomeCity } from './reception.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import type { City, CivilDate, ExternalServiceId, ProviderId } from './values.js';

/**
 * A service that the receiving city buys for a case: an exception from "existing services" (002:35; requirements §12
 * no. 37), which the home city approves beforehand. The home city never learns who sells it.
 */

/** Proposes to buy a service. `seller` is undefined when no such provider is in the register. */
export function decideProposeExternalService(
  theCase: Case,
  id: ExternalServiceId,
  input: ProposeExternalService,
  seller: Seller | undefined,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  if (!seller) return refuse('NOT_FOUND');
  const earliest = receiving.stay?.arrivedOn ?? receiving.placementAgreement?.document.startsOn ?? input.from;
  const refusal = firstRefusal([
    inState(receiving, 'ready', 'in-progress'),
    holdRefusal(receiving),
    demand(earliest <= input.from, 'DATE_IMPOSSIBLE', { earliest }),
    demand(input.until === undefined || input.from < input.until, 'DATE_IMPOSSIBLE', {
      earliest: addDays(input.from as CivilDate, 1),
    }),
    purchaseRefusal(input, seller, around),
  ]);
  if (refusal) return refusal;
  const notice = noticeOf(id, input, seller);
  const sealed = { notice, providerId: seller.provider.id as ProviderId };
  return decided(
    [{ type: 'external-service-proposed', caseId: receiving.id, externalServiceId: id, sealed }],
    [
      {
        ...told(receiving, id, receiving.homeCity),
        type: 'external-service-proposed',
        content: { service: notice },
      },
    ],
  );
}

/** What the home city learns of it. */
function noticeOf(
  id: ExternalServiceId,
  { providerId: _, purchase, housingForm, until, ...said }: ProposeExternalService,
  { provider }: Seller,
): ExternalServiceNotice {
  if (!purchase.decision) throw new Error('A purchase without a decision has passed the gates');
  return {
    ...said,
    id,
    housingForm: housingForm ?? null,
    until: until ?? null,
    purchaseStep: purchase.step,
    decidedOn: purchase.decision.decidedOn,
    decisionReference: purchase.decision.reference,
    licence: lastCheck(provider.licenceChecks),
  };
}

/** The proposal comes to the home city. */
export function decideReceiveExternalService(
  theCase: Case,
  from: City,
  { service: notice }: SealedContent<'external-service-proposed'>,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const externalServiceId = notice.id as ExternalServiceId;
  if (externalServiceOf(home, externalServiceId)) return nothingNew;
  const sealed = { notice, providerId: null };
  return (
    inState(home, ...sharedStates) ??
    decided([{ type: 'external-service-proposed', caseId: home.id, externalServiceId, sealed }])
  );
}

/** The home city approves the cost beforehand, or refuses it; once. */
export function decideExternalService(
  theCase: Case,
  id: ExternalServiceId,
  { verdict, decidedBy, reference }: DecideExternalService,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const service = externalServiceOf(home, id);
  const to = otherCity(home);
  if (!service || !to) return refuse('NOT_FOUND');
  const refusal = inState(home, ...sharedStates) ?? demand(service.state === 'proposed', 'ALREADY_SETTLED');
  if (refusal) return refusal;
  const decision = { verdict, decidedOn: around.today, decidedBy, reference };
  return decided(
    [{ type: 'external-service-decided', caseId: home.id, externalServiceId: id, sealed: decision }],
    [
      {
        ...told(home, id, to),
        type: 'external-service-decided',
        content: { externalServiceId: id, ...decision },
      },
    ],
  );
}

/** The home city's decision comes. */
export function decideReceiveExternalDecision(
  theCase: Case,
  from: City,
  { externalServiceId, ...content }: SealedContent<'external-service-decided'>,
): Decided | Refusal {
  const receiving = fromHomeCity(theCase, from);
  if (isRefusal(receiving)) return receiving;
  const id = externalServiceId as ExternalServiceId;
  const service = externalServiceOf(receiving, id);
  if (!service) return refuse('NOT_FOUND');
  if (service.state !== 'proposed') return nothingNew;
  const sealed = { ...content, decidedOn: content.decidedOn as CivilDate };
  return (
    inState(receiving, ...sharedStates, 'completed') ??
    decided([{ type: 'external-service-decided', caseId: receiving.id, externalServiceId: id, sealed }])
  );
}

/** An approved service has ended, on the day after its last one: by today, and within what was approved. */
export function decideEndExternalService(
  theCase: Case,
  id: ExternalServiceId,
  endedOn: CivilDate,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const service = externalServiceOf(receiving, id);
  if (!service) return refuse('NOT_FOUND');
  const refusal = firstRefusal([
    inState(receiving, 'ready', 'in-progress', 'departed'),
    demand(service.state === 'approved', 'CASE_STATE', { state: service.state }),
    demand(service.endedOn === null, 'ALREADY_SETTLED'),
    between(endedOn, addDays(service.notice.from as CivilDate, 1), lastEnd(service, around.today)),
  ]);
  if (refusal) return refusal;
  return decided(
    [
      {
        type: 'external-service-ended',
        caseId: receiving.id,
        externalServiceId: id,
        sealed: { endedOn },
      },
    ],
    [
      {
        ...told(receiving, id, receiving.homeCity),
        type: 'external-service-ended',
        content: { externalServiceId: id, endedOn },
      },
    ],
  );
}

const lastEnd = ({ notice: { until } }: ExternalService, today: CivilDate): CivilDate =>
  until !== null && until < today ? (until as CivilDate) : today;

/** The end, told to the home city. */
export function decideReceiveExternalEnd(
  theCase: Case,
  from: City,
  content: SealedContent<'external-service-ended'>,
): Decided | Refusal {
  const home = fromReceivingCity(theCase, from);
  if (isRefusal(home)) return home;
  const id = content.externalServiceId as ExternalServiceId;
  if (!externalServiceOf(home, id)) return refuse('NOT_FOUND');
  const sealed = { endedOn: content.endedOn as CivilDate };
  return (
    inState(home, ...sharedStates, 'completed') ??
    decided([{ type: 'external-service-ended', caseId: home.id, externalServiceId: id, sealed }])
  );
}

/** What every message about such a service has. */
const told = (
  theCase: Case,
  subject: ExternalServiceId,
  to: City,
): Pick<OutgoingMessage, 'to' | 'thread' | 'subject' | 'covered'> => ({
  to,
  thread: caseThread(theCase.id),
  subject,
  covered: nothingPersonal,
});
