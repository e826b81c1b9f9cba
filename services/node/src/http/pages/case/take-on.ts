import type { Case } from '@storstad/contract';
import { ask, type Reader } from '../reader.js';

/** Gives a case that nobody has to the reader, who has just opened or accepted it; otherwise it stays everybody's (decision 0024). */
export async function takeOn(reader: Reader, { id, assignee }: Pick<Case, 'id' | 'assignee'>): Promise<void> {
  if (assignee === null) await ask(reader, 'assignCase', { params: { caseId: id }, body: {} });
}
