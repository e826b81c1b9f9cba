import type { DisputeCostLine, ProposeExternalService, RecordInvoice, ServiceCode } from '@storstad/contract';
import {
  type DemoCase,
  homeAdministrator,
  homeWorker,
  receivingAdministrator,
  receivingWorker,
} from '../demo-case.js';
import type { Step } from '../story.js';

type CaseStep = Step<DemoCase>;

/** The receiving city posts the days of a service; the days are counted from today, the last one is not charged. */
export function posts(service: ServiceCode, from: number, until: number): CaseStep {
  return async (told) => {
    const days = { from: told.demo.day(from), until: told.demo.day(until) };
    const { line } = await told.ask(receivingWorker, 'postCostLine', { service, ...days });
    told.keep('cost line', line.id);
  };
}

/** The receiving city takes back the line that it has posted last. */
export const reverses: CaseStep = (told) =>
  told.ask(receivingAdministrator, 'reverseCostLine', undefined, lineOf(told));

/** The home city asks about the line that was posted last. */
export function disputes(dispute: DisputeCostLine): CaseStep {
  return (told) => told.ask(homeAdministrator, 'disputeCostLine', dispute, lineOf(told));
}

/** The receiving city says why it stands. */
export function explains(answer: string): CaseStep {
  return (told) => told.ask(receivingAdministrator, 'answerDispute', { answer }, lineOf(told));
}

/** The home city lets it stand. */
export const settles: CaseStep = (told) =>
  told.ask(homeAdministrator, 'settleDispute', undefined, lineOf(told));

function lineOf(told: DemoCase): Record<string, string> {
  return { lineId: told.kept('cost line') };
}

/** The receiving city's register has the provider from now on; a licence granted today if that is said. */
export function registers(
  name: string,
  organisationNumber: string,
  { licensed = false }: { licensed?: boolean } = {},
): CaseStep {
  return async (told) => {
    const { id } = await told.ask(receivingAdministrator, 'registerProvider', { name, organisationNumber });
    told.keep('provider', id);
    const check = { state: 'granted', checkedOn: told.today } as const;
    if (licensed) await told.ask(receivingAdministrator, 'checkLicence', check, { providerId: id });
  };
}

type Bought = Pick<ProposeExternalService, 'service' | 'housingForm' | 'dayRateOre' | 'reason'> & {
  readonly from: number;
};

/** The receiving city proposes to buy a service from a day, counted from today, from the provider registered last. */
export function proposesToBuy({ from, ...bought }: Bought): CaseStep {
  return async (told) => {
    const { notice } = await told.ask(receivingWorker, 'proposeExternalService', {
      ...bought,
      operator: 'private',
      providerId: told.kept('provider'),
      from: told.demo.day(from),
      bearer: 'home',
      purchase: {
        step: 2,
        internal: { triedOn: told.today, outcome: 'full' },
        decision: {
          decidedOn: told.today,
          reference: `${told.unit('receiving')} ${told.today.slice(0, 4)}-31`,
        },
      },
    });
    told.keep('external service', notice.id);
  };
}

/** The home city approves the cost. */
export const approvesCost: CaseStep = (told) =>
  told.ask(
    homeWorker,
    'decideExternalService',
    {
      verdict: 'approved',
      decidedBy: 'Enhetschef',
      reference: `${told.unit('home')} ${told.today.slice(0, 4)}-12`,
    },
    { externalServiceId: told.kept('external service') },
  );

type Billed = Pick<RecordInvoice, 'number' | 'service' | 'dayRateOre'> & {
  readonly from: number;
  readonly until: number;
};

/** The receiving city gets an invoice of the provider registered last. */
export function billed({ from, until, ...said }: Billed): CaseStep {
  return async (told) => {
    const days = until - from;
    const { id } = await told.ask(receivingAdministrator, 'recordInvoice', {
      ...said,
      caseId: told.kept('case'),
      providerId: told.kept('provider'),
      from: told.demo.day(from),
      until: told.demo.day(until),
      days,
      amountOre: days * said.dayRateOre,
      upkeepDeductionOre: 0,
    });
    told.keep('invoice', id);
  };
}

/** The home city is charged for the invoice that came last. */
export const charges: CaseStep = (told) =>
  told.ask(receivingAdministrator, 'chargeInvoice', undefined, { invoiceId: told.kept('invoice') });

/** What the police give, and what would have been done otherwise. */
export function financed(amountOre: number): CaseStep {
  return async (told) => {
    const grant = { amountOre, decidedOn: told.today, reference: 'Bidrag 7' };
    await told.ask(homeAdministrator, 'recordGrant', grant);
    await told.ask(homeAdministrator, 'recordAlternative', { alternative: 'procured-relocation' });
  };
}
