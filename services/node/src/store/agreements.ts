import { asc, eq } from 'drizzle-orm';
import type { AgreementVersion } from '../domain/agreement.js';
import type { AgreementEvent } from '../domain/event.js';
import type { AgreementId, City } from '../domain/values.js';
import type { Database } from './database.js';
import { agreements } from './schema.js';

/** The register of agreement versions and their approvals, in the order in which they were proposed. */
export interface Agreements {
  all(): readonly AgreementVersion[];
  find(id: AgreementId): AgreementVersion | undefined;
  apply(event: AgreementEvent): void;
  /** Forgets what is kept in memory, after a transaction that was undone. */
  forget(): void;
}

/** Opens the register. It is small and asked at every step, so it is kept in memory between changes. */
export function openAgreements(db: Database): Agreements {
  let known: readonly AgreementVersion[] | undefined;
  const read = () =>
    db
      .select()
      .from(agreements)
      .orderBy(asc(agreements.position))
      .all()
      .map((row) => JSON.parse(row.version) as AgreementVersion);
  const all = () => {
    known ??= read();
    return known;
  };
  const find = (id: AgreementId) => all().find((version) => version.id === id);

  return {
    all,
    find,
    apply(event) {
      switch (event.type) {
        case 'agreement-proposed': {
          const { agreementId: id, digest, document, proposedBy } = event;
          const version: AgreementVersion = {
            id,
            digest,
            document,
            proposedBy,
            approvals: [],
            signatures: [],
          };
          db.insert(agreements)
            .values({ id, version: JSON.stringify(version) })
            .run();
          break;
        }
        case 'agreement-approved': {
          const version = find(event.agreementId);
          if (!version) throw new Error('An approval of an unknown version');
          const { approval, signed } = event;
          const city = approval.city as City;
          const approved: AgreementVersion = {
            ...version,
            approvals: [...version.approvals, approval],
            signatures: [...version.signatures, ...(signed ? [{ city, signed }] : [])],
          };
          db.update(agreements)
            .set({ version: JSON.stringify(approved) })
            .where(eq(agreements.id, version.id))
            .run();
          break;
        }
      }
      known = undefined;
    },
    forget() {
      known = undefined;
    },
  };
}
