import type { BookedCostLine, CostLine, PostedCostLine } from '@storstad/contract';

/** A cost line between Stockholm and Malmö, with what is said of it. */
export const aCostLine = (said: Partial<CostLine> = {}): CostLine => ({
  id: 'a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d',
  caseId: '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11',
  agreement: '2025',
  homeCity: 'stockholm',
  receivingCity: 'malmo',
  source: 'own',
  service: 'outpatient-treatment',
  externalServiceId: null,
  from: '2025-02-03',
  until: '2025-05-14',
  days: 100,
  leaveDays: 0,
  stayDays: 100,
  dayRateOre: 90000,
  leaveDayRateOre: 0,
  deductionOre: 0,
  expectedOre: 9000000,
  amountOre: 9000000,
  postedOn: '2025-05-15',
  reverses: null,
  ...said,
});

export const booked = (bookedOn: string, said: Partial<CostLine> = {}): BookedCostLine => ({
  bookedOn,
  line: aCostLine(said),
});

export const posted = (said: Partial<PostedCostLine> = {}): PostedCostLine => ({
  line: aCostLine(),
  state: 'posted',
  refusalCode: null,
  bookedOn: '2025-05-15',
  statement: null,
  dispute: null,
  reversedBy: null,
  ...said,
});

/** Pages as the store would give them. */
export async function* pages<T>(...each: (readonly T[])[]): AsyncGenerator<readonly T[], void> {
  yield* each;
}

/** All parts of a file. */
export async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}
