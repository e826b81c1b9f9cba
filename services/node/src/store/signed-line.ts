import type { CostLine, SignedDocument } from '@storstad/contract';
import type { SignedLine } from '../domain/money-event.js';
import type { CivilDate } from '../domain/values.js';

/** A row of a line with its signature. */
export interface SignedRow {
  /** The payload of the signature. */
  readonly line: string;
  readonly bookedOn: string;
  /** What the signed document has besides its payload, as JSON. */
  readonly signature: string;
}

/** A line with its signature, as it was signed. */
export const signedLine = (row: SignedRow): SignedLine => ({
  line: JSON.parse(row.line) as CostLine,
  bookedOn: row.bookedOn as CivilDate,
  signed: {
    ...(JSON.parse(row.signature) as Pick<SignedDocument, 'protected' | 'signature'>),
    payload: Buffer.from(row.line).toString('base64url'),
  },
});
