import type { Case } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { civilDateOf } from '../../../domain/calendar.js';
import { otherCities } from '../../../node.js';
import { formHref } from '../forms/form-href.js';
import { mayAskFor, type Reader } from '../reader.js';
import { type ActionName, type Here, type Rule, rules, theCaseItself, type WaitsFor } from './case-rules.js';
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
  /** Whether it changes what was done before. */
  readonly again: boolean;
}

/** Something that comes later in the case as it is now, and what comes first. */
export interface LaterAction extends Pick<CaseAction, 'name' | 'operation' | 'kind' | 'page'> {
  readonly waitsFor: WaitsFor;
}

const hereOf = ({ node }: Reader): Here => ({
  city: node.city,
  today: civilDateOf(node.clock.now()),
  otherCities: otherCities(node),
});

/** The rules whose state and side a case is in, for what the reader may ask for. */
const rulesIn = (theCase: Case, reader: Reader) =>
  (Object.entries(rules) as [ActionName, Rule][]).flatMap(([name, rule]) => {
    const [operation, kind = null] = name.split('/') as [StaffOperationId, string?];
    const isPossible = rule[theCase.side]?.includes(theCase.state) && mayAskFor(reader, operation);
    const waitsFor = rule.waitsFor?.(theCase, hereOf(reader)) ?? null;
    return isPossible ? [{ name, rule, operation, kind, page: rule.page, waitsFor }] : [];
  });

/** What waits for something else to be done first. */
export const laterIn = (theCase: Case, reader: Reader): readonly LaterAction[] =>
  rulesIn(theCase, reader).flatMap(({ waitsFor, rule: _, ...action }) =>
    waitsFor ? [{ ...action, waitsFor }] : [],
  );

/** What the reader can do in a case as it is now, in the order in which it is offered. */
export const actionsIn = (theCase: Case, reader: Reader): readonly CaseAction[] =>
  rulesIn(theCase, reader).flatMap(({ rule, waitsFor, name, operation, kind, page }) => {
    if (waitsFor) return [];
    const targets = rule.on?.(theCase, hereOf(reader)) ?? theCaseItself;
    const again = rule.again?.(theCase) ?? false;
    return targets.map(({ ids = {}, prefill = {} }) => ({
      name,
      operation,
      kind,
      page,
      thing: thingIn(ids),
      href: formHref(operation, { caseId: theCase.id, ...ids }, { ...(kind && { kind }), ...prefill }),
      again,
    }));
  });

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

/** What stands at the top of the case when it can be done, before the others. */
const mainOnes: readonly ActionName[] = [
  'acceptReferral',
  'signPlacementAgreement',
  'recordArrival',
  'proposePlacementAgreement',
  'clearPlace',
  'giveCompletion',
  'signResponsibilitySplit',
  'sendReferral',
  'recordFollowUp/contact',
  'reportIncident',
  'askForCompletion',
  'disclosePersonalDetails',
  'recordRegisterCheck',
  'decideApproval',
  'assessThreat',
  'rateCase',
  'postCostLine',
  'rejectReferral',
  'withdrawReferral',
];

/** What goes on now, if the reader can do it, then what else matters most: three at most. */
export const topActions = (
  actions: readonly CaseAction[],
  next: CaseAction | null,
): readonly CaseAction[] => {
  const others = mainOnes.flatMap((name) => actions.find((action) => action.name === name) ?? []);
  return [...new Set([...(next ? [next] : []), ...others])].slice(0, 3);
};
