import type { Case } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { formHref } from '../forms/form-href.js';
import { mayAskFor, type Reader } from '../reader.js';
import { type ActionName, type Rule, rules, theCaseItself } from './case-rules.js';
import type { SubPage } from './sub-pages.js';

/**
 * What can be done in a case now, so that a page offers no form that would only be refused. A rule can still say no: this
 * knows the state of the case and whose turn it is, not what somebody will write in the form.
 */

/** One thing that can be done. */
export interface CaseAction {
  readonly name: ActionName;
  readonly operation: StaffOperationId;
  /** Which form of the operation's body. */
  readonly kind: string | null;
  /** Where it is offered. */
  readonly page: SubPage;
  /** The thing in the case that it is done with, as {@link thing} names it; none for what concerns the case as a whole. */
  readonly thing: string | null;
  readonly href: string;
}

/** What the reader can do in a case as it is now, in the order in which it is offered. */
export function actionsIn(theCase: Case, reader: Reader): readonly CaseAction[] {
  return (Object.entries(rules) as [ActionName, Rule][]).flatMap(([name, rule]) => {
    const [operation, kind = null] = name.split('/') as [StaffOperationId, string?];
    const isPossible = rule[theCase.side]?.includes(theCase.state) && mayAskFor(reader, operation);
    if (!isPossible) return [];
    const targets = rule.on?.(theCase, reader.node.city) ?? theCaseItself;
    return targets.map(({ ids = {}, prefill = {} }) => ({
      name,
      operation,
      kind,
      page: rule.page,
      thing: thingIn(ids),
      href: formHref(operation, { caseId: theCase.id, ...ids }, { ...(kind && { kind }), ...prefill }),
    }));
  });
}

/** A thing in a case, such as `incident-3f2a…`: also where it stands on its page. */
export const thing = (
  what:
    | 'approval'
    | 'consent'
    | 'deviation'
    | 'incident'
    | 'placementAgreement'
    | 'question'
    | 'referral'
    | 'split',
  id: string,
): string => `${what}-${id}`;

/** What the last of some ids in an address names; before it stands what it belongs to. */
function thingIn(ids: Readonly<Record<string, string>>): string | null {
  const [last] = Object.entries(ids).slice(-1);
  return last ? `${last[0].replace(/Id$/, '')}-${last[1]}` : null;
}

/** What ends something: never what is offered first. */
const endings: readonly ActionName[] = ['rejectReferral', 'withdrawReferral'];

/** What one does first, of all that can be done. */
const mainOnes: readonly ActionName[] = [
  'acceptReferral',
  'signPlacementAgreement',
  'recordArrival',
  'proposePlacementAgreement',
  'clearPlace',
  'giveCompletion',
  'signResponsibilitySplit',
  'sendReferral',
  'closeCase',
  'recordFollowUp/contact',
  'reportIncident',
  'askForCompletion',
  'disclosePersonalDetails',
  'recordRegisterCheck',
  'decideApproval',
  'assessThreat',
  'rateCase',
  'postCostLine',
  ...endings,
];

/** Whether an action may stand out among the others. */
export const goesOn = ({ name }: CaseAction): boolean => !endings.includes(name);

/** The two or three things that matter most now. */
export const mainActions = (actions: readonly CaseAction[]): readonly CaseAction[] =>
  mainOnes.flatMap((name) => actions.find((action) => action.name === name) ?? []).slice(0, 3);
