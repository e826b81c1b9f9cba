import type { CostLine, StatementDocument } from '@storstad/contract';
import { LinesDigest } from '@storstad/evidence';

/** What the lines of a statement come to, in the order of its cities. Grows with the number of cases only. */
export class Tally {
  readonly digest = new LinesDigest();
  readonly #cases: readonly [Set<string>, Set<string>] = [new Set(), new Set()];
  readonly #days: [number, number] = [0, 0];
  readonly #amountsOre: [number, number] = [0, 0];
  #lines = 0;

  constructor(private readonly cities: StatementDocument['cities']) {}

  get lines(): number {
    return this.#lines;
  }

  /** @param payload the signed bytes of the line. The line must be between the two cities. */
  add(bookedOn: string, line: CostLine, payload: Uint8Array): void {
    const receiving = line.receivingCity === this.cities[0] ? 0 : 1;
    this.digest.add(bookedOn, payload);
    this.#lines++;
    this.#cases[receiving].add(line.caseId);
    this.#days[receiving] += line.stayDays;
    this.#amountsOre[receiving] += line.amountOre;
  }

  /** What a statement must say of these lines. */
  sums(): Omit<StatementDocument, 'id' | 'cities' | 'agreement' | 'from' | 'until'> {
    return {
      lineCount: this.#lines,
      linesDigest: this.digest.value(),
      cases: this.#cases.map(({ size }) => size),
      days: [...this.#days],
      amountsOre: [...this.#amountsOre],
      netOre: this.#amountsOre[0] - this.#amountsOre[1],
    };
  }
}

/** Where a statement says something else of its lines than they come to. */
export function differingSums(statement: StatementDocument, tally: Tally): string[] {
  return Object.entries(tally.sums()).flatMap(([what, sum]) => {
    const said = statement[what as keyof StatementDocument];
    return String(said) === String(sum)
      ? []
      : [`line 1 (the statement): ${what} is ${said}, and the lines give ${sum}`];
  });
}
