import type { Statement, StatementDocument } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { useWords } from '../components/page-context.js';
import { Tag, type Tone } from '../components/tag.js';
import type { Words } from '../words.js';

/** How statements are said: between whom, what they come to, how they stand, where they differ. */

const stateTone: Readonly<Record<Statement['state'], Tone>> = {
  proposed: 'warning',
  signed: 'good',
  refused: 'bad',
  declined: 'bad',
  shared: 'neutral',
};

/** How a statement stands; for one that waits, for whom. */
export function StatementState({ statement, own }: { readonly statement: Statement; readonly own: string }) {
  const words = useWords();
  const { state } = statement;
  const said =
    state === 'proposed'
      ? words.say(isToSign(statement, own) ? 'money.statements.toSign' : 'money.statements.waits')
      : words.value('Statement.state', state);
  return (
    <Tag tone={state === 'proposed' && !isToSign(statement, own) ? 'info' : stateTone[state]}>{said}</Tag>
  );
}

/** Whether a statement waits for this city. */
export const isToSign = ({ state, document, signedBy }: Statement, own: string): boolean =>
  state === 'proposed' && document.cities.includes(own) && !signedBy.includes(own);

/** Between which cities, such as "Malmö och Stockholm". */
export const saidBetween = (
  { cities: [one = '', other = ''] }: StatementDocument,
  { say, city }: Words,
): string => say('money.between', { one: city(one), other: city(other) });

/** Who owes whom how much. */
export function saidNet(
  { cities: [first = '', second = ''], netOre }: StatementDocument,
  words: Words,
): string {
  if (netOre === 0) return words.say('money.statements.even');
  const [from, to] = netOre > 0 ? [second, first] : [first, second];
  const { city, money } = words;
  return words.say('money.statements.owes', {
    from: city(from),
    to: city(to),
    amount: money(Math.abs(netOre)),
  });
}

const aLine = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/;

/** Where the other city's ledger differs, with the line that it begins at, where it is one. */
export function saidDifference(
  differsAt: string | null,
  { say }: Words,
): { readonly said: string; readonly lineId: string | null } {
  const lineId = aLine.exec(differsAt ?? '')?.[0] ?? null;
  if (lineId === null) {
    const key = differsAt?.startsWith('none') ? 'sums' : differsAt?.includes('after') ? 'late' : 'lineCount';
    return { said: say(`money.statement.differs.${key}`), lineId };
  }
  const reference = caseReference(lineId);
  const key = differsAt === lineId ? 'line' : differsAt?.startsWith('one of') ? 'oneOf' : 'from';
  return { said: say(`money.statement.differs.${key}`, { reference }), lineId };
}
