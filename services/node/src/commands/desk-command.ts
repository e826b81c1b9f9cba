import type * as contract from '@storstad/contract';
import type { DeskOperationId, DeskRequest, DeskResponse, FileOperationId } from '@storstad/contract';
import { isOwn, maySee, type Staff } from '../domain/access.js';
import type { Case } from '../domain/case.js';
import type { Circumstances } from '../domain/circumstances.js';
import { caseThread, type Decided } from '../domain/event.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import type { CaseId, Thread } from '../domain/values.js';
import type { FileFault } from '../file-fault.js';
import type { Node } from '../node.js';
import type { Language } from '../texts.js';
import type { By, Writing } from './commit.js';
import type { FileAnswer } from './files.js';
import { caseView } from './views.js';

/** What a member of staff asks for. It has passed the contract, the token and the role matrix. */
export interface DeskCall<Op extends DeskOperationId> extends DeskRequest<Op> {
  readonly operation: Op;
  readonly staff: Staff;
  readonly traceparent: string;
  /** In which to answer what is text; see Accept-Language. */
  readonly language: Language;
}

/** What a command answers when it has done what was asked for: the JSON document of the contract, or a file. */
type DeskAnswer<Op extends DeskOperationId> = Op extends FileOperationId ? FileAnswer : DeskResponse<Op>;

/** Does what is asked for at the desk, through the JSON interface or a page; answers as the contract says. */
export type DeskCommand<Op extends DeskOperationId> = (
  node: Node,
  call: DeskCall<Op>,
) => Promise<Outcome<Op>> | Outcome<Op>;

/** A file that cannot be read is no rule's refusal; only an operation that takes a file can meet one. */
type Outcome<Op extends DeskOperationId> =
  | DeskAnswer<Op>
  | Refusal
  | (Op extends 'importInvoices' ? FileFault : never);

/** By whom, for the journal. */
export const by = (
  call: Omit<DeskCall<DeskOperationId>, 'body' | 'params' | 'query'>,
  thread: Thread | null,
): By => ({
  actor: call.staff.subject,
  operation: call.operation,
  thread,
  traceparent: call.traceparent,
});

/** The case, if it is there and the person may see it. Otherwise NOT_FOUND, whichever of the two it is. */
export function caseFor(node: Node, staff: Staff, id: string): Case | Refusal {
  const theCase = node.store.cases.find(id as CaseId);
  return theCase && maySee(staff, theCase) ? theCase : refuse('NOT_FOUND');
}

type CaseCall = Omit<DeskCall<DeskOperationId>, 'body' | 'params' | 'query'> & {
  readonly params: { caseId: string };
};

/** Decides on a case, and answers with how it is afterwards. */
export function onCase<T>(
  node: Node,
  call: CaseCall,
  decide: (theCase: Case, around: Circumstances) => Decided | Refusal,
  answer: (after: Case, around: Circumstances) => T extends Promise<unknown> ? never : T,
): Promise<T | Refusal> {
  const id = call.params.caseId as CaseId;
  return node.commit.decide<T>(
    by(call, caseThread(id)),
    (around) => {
      const theCase = caseFor(node, call.staff, id);
      return isRefusal(theCase) ? theCase : decide(theCase, around);
    },
    (around) => {
      const after = node.store.cases.find(id);
      if (!after) throw new Error('The case is gone after a command on it');
      return answer(after, around);
    },
  );
}

/** Decides on a case, and answers with the case as this person may see it afterwards. */
export const changeCase = (
  node: Node,
  call: CaseCall,
  decide: (theCase: Case, around: Circumstances) => Decided | Refusal,
): Promise<contract.Case | Refusal> =>
  onCase<contract.Case>(node, call, decide, (after, around) => caseView(after, around, call.staff));

/** Shows something of a case, with the reading recorded in the same transaction. */
export function readCase<T>(
  node: Node,
  call: CaseCall,
  view: (theCase: Case, around: Circumstances) => T | Refusal,
): Promise<T | Refusal> {
  const caseId = call.params.caseId as CaseId;
  return node.commit.transact<never>((writing) => {
    const theCase = caseFor(node, call.staff, caseId);
    const shown = isRefusal(theCase) ? theCase : view(theCase, writing.around);
    if (isRefusal(shown)) writing.recordRefusal(shown, by(call, caseThread(caseId)));
    else if (!isRefusal(theCase)) noteReading(node, writing, call, theCase);
    return shown as never;
  });
}

/** Records that somebody is shown something of a case, with the reason where the case is not their own. */
export function noteReading(
  { store }: Node,
  { note, around }: Writing,
  call: Omit<CaseCall, 'params'>,
  theCase: Case,
): void {
  const { operation, staff } = call;
  const own = isOwn(staff, theCase, around);
  const reason = own ? null : store.oversight.reasonOn(staff.subject, theCase.id, around.today);
  note({ type: 'case-read', operation, caseId: theCase.id, own, reason }, by(call, caseThread(theCase.id)));
}
