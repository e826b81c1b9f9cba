import { type DraftFault, discardDraft, findDraft, saveDraft } from '../../../commands/drafts.js';
import { civilDateOf } from '../../../domain/calendar.js';
import { takeOn } from '../case/take-on.js';
import type { PageAnswer, PageHandler, PageRequest, Pages } from '../page.js';
import { ask, mayAskFor, stopped } from '../reader.js';
import { checkPage } from './check-page.js';
import { draftHref, entriesIn, newReferralHref } from './draft-entries.js';
import { discardPage, draftFaultPage, startPage, stepsPage } from './draft-list.js';
import { later, stepPage } from './step-page.js';
import { basisOf, bodyOf, isOvertaken, isStep, nextStep, readStep, steps, withStep } from './steps.js';

/** A new referral as a draft: described step by step, checked, and opened as a case. */
export function addDraftPages(pages: Pages): void {
  pages.get(
    newReferralHref,
    allowed((request) => startPage(request.reader)),
  );
  pages.post(newReferralHref, allowed(begin));
  const draft = `${newReferralHref}/:draftId`;
  pages.get(
    draft,
    ofDraft((shown) => stepsPage(shown)),
  );
  pages.get(
    `${draft}/check`,
    ofDraft((shown) => checkPage(shown)),
  );
  pages.post(`${draft}/check`, ofDraft(open));
  pages.get(
    `${draft}/discard`,
    ofDraft((shown) => discardPage(shown)),
  );
  pages.post(`${draft}/discard`, ofDraft(discard));
  pages.get(`${draft}/:step`, ofDraft(showStep));
  pages.post(`${draft}/:step`, ofDraft(takeStep));
}

/** A draft of the reader's own, as it is shown. */
export interface ShownDraft extends PageRequest {
  readonly draftId: string;
  /** What is saved, by the names in the forms. */
  readonly saved: URLSearchParams;
}

/** Drafts are for those who may open a case. */
const allowed =
  (handler: PageHandler): PageHandler =>
  (request) =>
    mayAskFor(request.reader, 'openCase') ? handler(request) : stopped('NOT_PERMITTED');

const ofDraft = (handler: (shown: ShownDraft) => Promise<PageAnswer> | PageAnswer): PageHandler =>
  allowed((request) => {
    const { reader, params } = request;
    const draft = findDraft(reader.node, reader.session.staff, params.draftId ?? '');
    if (!draft) return stopped('NOT_FOUND');
    return handler({ ...request, draftId: draft.id, saved: entriesIn(draft) });
  });

const begin: PageHandler = async ({ reader }) => {
  const told = await saveDraft(reader.node, reader.session.staff, { id: null, content: '' });
  if ('fault' in told) return faultOf(told.fault, { reader });
  return { seeOther: draftHref(told.draft.id) };
};

function showStep(shown: ShownDraft): PageAnswer | Promise<PageAnswer> {
  const { step } = shown.params;
  return isStep(step) ? stepPage(shown, step, shown.saved) : stopped('NOT_FOUND');
}

/**
 * Saves the step whether it is finished or not; goes on when it is, unless the writer leaves it for now. Nothing is saved over
 * what another tab has saved of the step since the page was made: both are shown then, and sending it again decides.
 */
async function takeStep(shown: ShownDraft): Promise<PageAnswer> {
  const { reader, params, query, draftId, saved } = shown;
  const { step } = params;
  if (!isStep(step)) return stopped('NOT_FOUND');
  const entries = withStep(saved, step, shown.entries);
  const isSame = basisOf([step], entries) === basisOf([step], saved);
  if (!isSame && isOvertaken([step], shown.entries, saved))
    return stepPage(shown, step, shown.entries, { overtaken: true });
  const told = await saveDraft(reader.node, reader.session.staff, {
    id: draftId,
    content: entries.toString(),
    was: saved.toString(),
  });
  if ('fault' in told)
    return told.fault === 'changed' ? ofDraft(takeStep)(shown) : faultOf(told.fault, { reader });
  if (shown.entries.has(later)) return { seeOther: draftHref(draftId) };
  const { faults } = readStep(step, entries, todayOf(shown));
  if (faults.size > 0) return stepPage({ ...shown, saved: entries }, step, entries, { faults });
  const next = query.get('from') === 'check' ? undefined : nextStep(entries, todayOf(shown));
  return { seeOther: draftHref(draftId, next ?? 'check') };
}

/** Opens the case for the one who described it, as the page showed it; the draft has done its work then. */
async function open(shown: ShownDraft): Promise<PageAnswer> {
  const { reader, draftId, saved } = shown;
  if (nextStep(saved, todayOf(shown))) return checkPage(shown);
  if (isOvertaken(steps, shown.entries, saved)) return checkPage(shown, { overtaken: true });
  const told = await ask(reader, 'openCase', { body: bodyOf(saved, todayOf(shown)) });
  if (!told.ok) return checkPage(shown, { notDone: told });
  await takeOn(reader, told.answer);
  await discardDraft(reader.node, reader.session.staff, draftId);
  return { seeOther: `/cases/${told.answer.id}?done=openCase` };
}

async function discard({ reader, draftId }: ShownDraft): Promise<PageAnswer> {
  await discardDraft(reader.node, reader.session.staff, draftId);
  return { seeOther: newReferralHref };
}

const todayOf = ({ reader }: ShownDraft) => civilDateOf(reader.node.clock.now());

const faultOf = (fault: DraftFault, { reader }: Pick<PageRequest, 'reader'>): PageAnswer =>
  fault === 'not-found' || fault === 'changed' ? stopped('NOT_FOUND') : draftFaultPage(reader, fault);
