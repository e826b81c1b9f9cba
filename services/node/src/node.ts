import { agreedDocumentType, categoriesIn } from '@storstad/contract';
import { canonicalJson, digestOf } from '@storstad/evidence';
import { type SigningKey, signDocument } from '@storstad/signing';
import type { Accounting } from './city-settings.js';
import type { Clock } from './clock.js';
import type { Committer } from './commands/commit.js';
import type { Courier } from './delivery/courier.js';
import { civilDateOf } from './domain/calendar.js';
import type { Circumstances } from './domain/circumstances.js';
import type { UnitRule } from './domain/routing.js';
import type { City, DigestText, Instant } from './domain/values.js';
import type { Log } from './log.js';
import type { Member, Members } from './members.js';
import type { Secrets } from './secrets.js';
import type { Store } from './store/store.js';

/** Everything that a command may use: one city's node, wired. */
export interface Node {
  readonly city: City;
  readonly own: Member;
  readonly members: Members;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly clock: Clock;
  /** What each unit of the city takes on. */
  readonly unitRules: readonly UnitRule[];
  /** Accounts, counterpart and dimensions of the city's vouchers. */
  readonly accounting: Accounting;
  readonly newId: () => string;
  readonly commit: Committer;
  readonly courier: Pick<Courier, 'state' | 'circuit'>;
  readonly log: Log;
  readonly rehearsal: boolean;
}

/** All cities of the exchange but this one. */
export const otherCities = ({ city, members }: Pick<Node, 'city' | 'members'>): City[] =>
  [...members.keys()].filter((member) => member !== city);

type Surroundings = Pick<Node, 'city' | 'members' | 'store' | 'unitRules'> & {
  readonly signingKey: SigningKey;
};

/** What the rules may know at an instant, as it stands inside the transaction that decides. */
export const circumstances = (node: Surroundings, now: Instant): Circumstances => ({
  city: node.city,
  members: [...node.members.keys()],
  now,
  today: civilDateOf(now),
  get versions() {
    return node.store.agreements.all();
  },
  unitRules: node.unitRules,
  quotaUse: (agreement) => node.store.slots.use(agreement),
  caseOf: (caseId) => node.store.cases.find(caseId),
  categoriesOf: (details) => categoriesIn('personal-details-disclosed', { referralId: '', details }),
  digest: (text) => digestOf(text) as string as DigestText,
  canonical: canonicalJson,
  sign: (kind, document) => signDocument(canonicalJson(document), agreedDocumentType(kind), node.signingKey),
});
