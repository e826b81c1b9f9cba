import type {
  Alternative,
  CostLine,
  ExclusionNotice,
  Grant,
  InvoiceSample,
  Leave,
  Licence,
  ProviderDecision,
  SignedDocument,
  StatementDocument,
  UpkeepPayment,
} from '@storstad/contract';
import type { Dispute, ExternalService, Settling } from './cost-facts.js';
import type { RecordedInvoice } from './invoice.js';
import type {
  CaseId,
  City,
  CivilDate,
  CostLineId,
  ExternalServiceId,
  InvoiceId,
  ProviderDecisionId,
  ProviderId,
  StatementId,
} from './values.js';

/** What happens to money: the cost of a case, the ledger, statements, providers, invoices. */

/** What happens to the cost of a case. */
export type CostEvent = { readonly caseId: CaseId } & (
  | { readonly type: 'leave-recorded'; readonly sealed: { leave: Leave } }
  | {
      readonly type: 'external-service-proposed';
      readonly externalServiceId: ExternalServiceId;
      readonly sealed: Pick<ExternalService, 'notice' | 'providerId'>;
    }
  | {
      readonly type: 'external-service-decided';
      readonly externalServiceId: ExternalServiceId;
      readonly sealed: { verdict: 'approved' | 'refused' } & NonNullable<ExternalService['decision']>;
    }
  | {
      readonly type: 'external-service-ended';
      readonly externalServiceId: ExternalServiceId;
      readonly sealed: { endedOn: CivilDate };
    }
  | { readonly type: 'upkeep-paid'; readonly sealed: { payment: UpkeepPayment } }
  | { readonly type: 'grant-recorded'; readonly sealed: { grant: Grant } }
  | { readonly type: 'alternative-recorded'; readonly sealed: { alternative: Alternative } }
  | {
      /** In the home city it waits for the other one to take it; there it is opened at once. */
      readonly type: 'dispute-raised';
      readonly lineId: CostLineId;
      readonly sealed: Pick<Dispute, 'id' | 'reason' | 'question' | 'raisedOn' | 'freezes'>;
    }
  | { readonly type: 'dispute-opened'; readonly lineId: CostLineId }
  /** The other city could not take the question. */
  | { readonly type: 'dispute-refused'; readonly lineId: CostLineId }
  | {
      readonly type: 'dispute-answered';
      readonly lineId: CostLineId;
      /** The id is the dispute's: it may be the one before. */
      readonly sealed: { id: string; answer: string; answeredOn: CivilDate };
    }
  /** The home city says that the line stands, and waits for the other one to take it. */
  | { readonly type: 'settlement-sent'; readonly lineId: CostLineId; readonly sealed: { settling: Settling } }
  | { readonly type: 'settlement-refused'; readonly lineId: CostLineId }
  | {
      readonly type: 'dispute-settled';
      readonly lineId: CostLineId;
      readonly sealed: { settledOn: CivilDate };
    }
  | {
      readonly type: 'dispute-reversed';
      readonly lineId: CostLineId;
      readonly sealed: { settledOn: CivilDate };
    }
);

export type LedgerEvent = { readonly caseId: CaseId } & (
  | ({ readonly type: 'cost-line-sent' | 'cost-line-posted' } & SignedLine)
  | { readonly type: 'cost-line-refused'; readonly lineId: CostLineId; readonly code: string }
  /** There is a question about it; one that freezes keeps it out of statements. */
  | { readonly type: 'cost-line-questioned'; readonly lineId: CostLineId; readonly freezes: boolean }
  /** It is in statements again, from this day. */
  | { readonly type: 'cost-line-booked'; readonly lineId: CostLineId; readonly bookedOn: CivilDate }
);

/** A line of the ledger, with the signature of the city that posted it. */
export interface SignedLine {
  readonly line: CostLine;
  readonly bookedOn: CivilDate;
  readonly signed: SignedDocument;
}

export type StatementEvent =
  | {
      readonly type: 'statement-proposed';
      readonly statementId: StatementId;
      readonly document: StatementDocument;
      readonly proposedBy: City;
      readonly signed: SignedDocument;
    }
  | {
      readonly type: 'statement-signed';
      readonly statementId: StatementId;
      readonly city: City;
      readonly signed: SignedDocument;
    }
  | {
      /** By the other city's node: its ledger differs, at the line that is named. */
      readonly type: 'statement-refused';
      readonly statementId: StatementId;
      readonly code: string;
      readonly differsAt: string | null;
    }
  | { readonly type: 'statement-declined'; readonly statementId: StatementId; readonly reason: string }
  | {
      /** One between two other cities, signed by both. */
      readonly type: 'statement-shared';
      readonly statementId: StatementId;
      readonly document: StatementDocument;
      /** The city that tells it. */
      readonly proposedBy: City;
      readonly signatures: readonly { readonly city: City; readonly signed: SignedDocument }[];
    };

/** The register of providers, which no other city learns of. */
export type ProviderEvent = { readonly providerId: ProviderId } & (
  | {
      readonly type: 'provider-registered';
      readonly sealed: { readonly name: string; readonly organisationNumber: string };
    }
  | { readonly type: 'licence-checked'; readonly licence: Licence }
  | {
      readonly type: 'provider-decided';
      readonly decision: Omit<ProviderDecision, 'replacedBy'>;
      readonly replaces: ProviderDecisionId | null;
    }
);

/** A city excludes a provider from all that is done on its behalf. The mark alone tells which. */
export interface ExclusionEvent {
  readonly type: 'exclusion-published';
  readonly city: City;
  readonly exclusion: ExclusionNotice;
}

/** What providers bill, and the samples of it that are looked at. Nothing of a person. */
export type InvoiceEvent =
  | { readonly type: 'invoice-recorded'; readonly invoice: RecordedInvoice }
  | { readonly type: 'invoice-charged'; readonly invoiceId: InvoiceId; readonly lineId: CostLineId }
  | { readonly type: 'sample-drawn'; readonly sample: InvoiceSample };
