import type { CaseSummaries, CaseSummary, DueList, Queue, QueueCounts } from '@storstad/contract';
import { type Staff, unitsSeenBy } from '../domain/access.js';
import { civilDateOf } from '../domain/calendar.js';
import { type Case, otherCity } from '../domain/case.js';
import { dueItems } from '../domain/due.js';
import type { CaseId, CivilDate } from '../domain/values.js';
import type { Node } from '../node.js';
import type { CaseRow, Viewer } from '../store/cases.js';
import { type DeskCommand, noteReading } from './desk-command.js';

/** The cases that this person may see, pseudonymous, newest change first. */
export const listCases: DeskCommand<'listCases'> = (node, { staff, query }): CaseSummaries => {
  const { page = 1, limit = 20, ...filter } = query;
  const viewer = viewerOf(node, staff);
  const { rows, total } = node.store.cases.list(viewer, filter, { page, limit });
  return { cases: rows.map((row) => summary(row, viewer.today)), page, limit, total };
};

/** How many cases each queue has, of those that this person may see. */
export const countQueues: DeskCommand<'countQueues'> = (node, { staff }): QueueCounts => {
  const counts = node.store.cases.countQueues(viewerOf(node, staff));
  return { queues: Object.entries(counts).map(([queue, count]) => ({ queue: queue as Queue, count })) };
};

/** What is to be done in the cases that this person may see: where something urgent has happened first, then the earliest due. */
export const listDue: DeskCommand<'listDue'> = (node, { staff, query }): DueList => {
  const { page = 1, limit = 20, overdueOnly = false } = query;
  const viewer = viewerOf(node, staff);
  const { ids, total } = node.store.cases.due(viewer, overdueOnly, { page, limit });
  const cases = ids
    .map((id) => node.store.cases.find(id))
    .filter((theCase) => theCase !== undefined)
    .map((theCase) => ({
      caseId: theCase.id,
      side: theCase.side,
      unit: theCase.unit,
      otherCity: otherCity(theCase) ?? null,
      assignee: theCase.assignee,
      items: dueItems(theCase, { city: node.city, today: viewer.today }).filter(
        ({ status }) => !overdueOnly || status === 'overdue',
      ),
    }));
  return { cases, page, limit, total };
};

const mostHits = 100;

/**
 * The cases assigned to this person whose name has some letters in it: that each was read is on disk before the answer
 * leaves. Or the case with a reference, which names nobody, if it is listed for this person.
 */
export const searchCases: DeskCommand<'searchCases'> = (node, call) =>
  node.commit.transact<CaseSummaries>((writing) => {
    const viewer = viewerOf(node, call.staff);
    const named = node.store.cases
      .assignedTo(viewer)
      .map((row) => ({ row, theCase: node.store.cases.find(row.id as CaseId) }))
      .filter((hit): hit is Hit => isNamed(hit.theCase, call.body.name));
    const shown = named.slice(0, mostHits);
    for (const { theCase } of shown) noteReading(node, writing, call, theCase);
    const referred = withReference(node, viewer, call.body.name);
    const cases = [...referred, ...shown.map(({ row }) => row)].map((row) => summary(row, viewer.today));
    return { cases, page: 1, limit: mostHits, total: referred.length + named.length };
  });

const withReference = (node: Node, viewer: Viewer, text: string): CaseRow[] =>
  /^[\da-f]{8}$/i.test(text) ? node.store.cases.withReference(viewer, text.toLowerCase()) : [];

interface Hit {
  readonly row: CaseRow;
  readonly theCase: Case;
}

const isNamed = (theCase: Case | undefined, letters: string): boolean =>
  theCase?.details?.name !== undefined && plain(theCase.details.name).includes(plain(letters));

const plain = (text: string): string => text.normalize('NFC').toLocaleLowerCase('sv');

const viewerOf = (node: Node, staff: Staff): Viewer => ({
  subject: staff.subject,
  units: unitsSeenBy(staff),
  today: civilDateOf(node.clock.now()),
});

const summary = ({ waitingForPolice, ...row }: CaseRow, today: CivilDate): CaseSummary => ({
  ...row,
  state: row.state as CaseSummary['state'],
  overdue: row.nextDueOn !== null && row.nextDueOn < today,
  waitingForPolice: waitingForPolice === true,
});
