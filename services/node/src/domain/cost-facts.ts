import type {
  Alternative,
  CostLineDispute,
  ExternalServiceNotice,
  Grant,
  Leave,
  UpkeepPayment,
} from '@storstad/contract';
import type { Case } from './case.js';
import type { CivilDate, CostLineId, ExternalServiceId, ProviderId } from './values.js';

/** A service that the receiving city buys for a case, as both cities know it. */
export interface ExternalService {
  readonly notice: ExternalServiceNotice;
  /** In the register of the city that buys; null at home, which never learns it. */
  readonly providerId: ProviderId | null;
  readonly state: 'proposed' | 'approved' | 'refused';
  readonly decision: {
    readonly decidedOn: CivilDate;
    readonly decidedBy: string;
    readonly reference: string;
  } | null;
  /** The day after its last one. */
  readonly endedOn: CivilDate | null;
}

/** The word that a disputed line stands, while it waits for the other city. */
export interface Settling {
  readonly settledOn: CivilDate;
  /** The day that a frozen line is booked on again. */
  readonly bookedOn: CivilDate | null;
}

/** The home city's question about a line. */
export interface Dispute extends CostLineDispute {
  readonly settling: Settling | null;
  /** The settled question before this one, while this one waits for the other city, which may refuse it. */
  readonly earlier: Dispute | null;
}

/** What a case holds of money and of what decides it. Ledger lines are not here: they are in the ledger. */
export interface CostFacts {
  readonly leaves: readonly Leave[];
  readonly externalServices: readonly ExternalService[];
  /** Only in the receiving city. */
  readonly upkeepPayments: readonly UpkeepPayment[];
  /** The latest question about each line. */
  readonly disputes: Readonly<Record<CostLineId, Dispute>>;
  /** Only at home. */
  readonly grants: readonly Grant[];
  /** Only at home. */
  readonly alternative: Alternative | null;
}

const none: CostFacts = {
  leaves: [],
  externalServices: [],
  upkeepPayments: [],
  disputes: {},
  grants: [],
  alternative: null,
};

/** The facts of a case, empty ones if there are none yet. */
export const costFactsOf = (theCase: Pick<Case, 'costs'>): CostFacts => theCase.costs ?? none;

/** The day after an external service's last one, so far as it is known; it is not billable (003:208). */
export const endOf = ({ notice, endedOn }: Pick<ExternalService, 'notice' | 'endedOn'>): CivilDate | null =>
  endedOn ?? (notice.until as CivilDate | null);

/** An external service of a case, by its id. */
export const externalServiceOf = (theCase: Case, id: ExternalServiceId): ExternalService | undefined =>
  costFactsOf(theCase).externalServices.find(({ notice }) => notice.id === id);
