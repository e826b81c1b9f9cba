import type { Case } from '@storstad/contract';
import type { SummaryRow } from '../components/summary-list.js';

/** What a form is filled in for: the ids in its address and what stands behind its question mark. */
export interface FormPlace {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The case that it belongs to; null where the reader may see none. */
  theCase(): Promise<Case | null>;
}

/** What a form is about, shown above its fields: facts by their names, and what will become of it. */
export interface About {
  readonly rows: readonly SummaryRow[];
  readonly note?: string | undefined;
}
