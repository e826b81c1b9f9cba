import type { Case } from '@storstad/contract';
import type { PageRequest } from '../page.js';

/** A case whose request is being written, as it is shown. */
export interface ShownSending extends PageRequest {
  readonly theCase: Case;
}

/** The name of the box for the exception for a witness. */
export const witness = 'witnessException';
