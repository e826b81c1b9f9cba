import type { AskForCompletion, CompletionAnswer, Question, SealedContent } from '@storstad/contract';
import { askedBackRefusal, atHome, atReceiving, type Case, currentReferral, inState } from './case.js';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { caseThread, type Decided, nothingPersonal } from './event.js';
import { demand, firstRefusal, isRefusal, type Refusal, refuse } from './refusal.js';
import { coveredForOther, sharingRefusal } from './sharing.js';
import type { City, QuestionId } from './values.js';

/** Question and answer on a request, instead of the telephone: completion asked, completion given. */

/** The receiving city asks for what it needs to judge or to carry out (001:320). */
export function decideAskForCompletion(
  theCase: Case,
  id: QuestionId,
  { about, question: text }: AskForCompletion,
  around: Circumstances,
): Decided | Refusal {
  const receiving = atReceiving(theCase);
  if (isRefusal(receiving)) return receiving;
  const notNow =
    inState(receiving, 'received', 'accepted', 'ready', 'in-progress') ?? sharingRefusal(receiving);
  const referral = currentReferral(receiving);
  if (notNow || !referral) return notNow ?? refuse('CASE_STATE', { state: receiving.state });
  const asked = { referralId: referral.id, about, question: text };
  const question: Question = { id, ...asked, askedAt: around.now, answer: null, answeredAt: null };
  return decided(
    [{ type: 'completion-asked', caseId: receiving.id, questionId: id, sealed: { question } }],
    [
      {
        type: 'completion-asked',
        to: receiving.homeCity,
        thread: caseThread(receiving.id),
        subject: id,
        content: { questionId: id, ...asked, askedAt: around.now },
        covered: nothingPersonal,
      },
    ],
  );
}

/** A question comes to the home city. */
export function decideReceiveQuestion(
  theCase: Case,
  from: City,
  { questionId, ...asked }: SealedContent<'completion-asked'>,
): Decided | Refusal {
  const referral = currentReferral(theCase);
  if (theCase.side !== 'home' || referral?.city !== from || referral.id !== asked.referralId)
    return refuse('NOT_FOUND');
  const id = questionId as QuestionId;
  const question: Question = { id, ...asked, answer: null, answeredAt: null };
  return decided([{ type: 'completion-asked', caseId: theCase.id, questionId: id, sealed: { question } }]);
}

/** The home city answers; what the person has not consented to is cut away, and nothing goes when nothing is covered. */
export function decideGiveCompletion(
  theCase: Case,
  id: QuestionId,
  answer: CompletionAnswer,
  around: Circumstances,
): Decided | Refusal {
  const home = atHome(theCase);
  if (isRefusal(home)) return home;
  const question = home.questions.find((asked) => asked.id === id);
  const referral = currentReferral(home);
  if (!question) return refuse('NOT_FOUND');
  const covered = coveredForOther(home, around);
  const given = Object.keys(answer) as (keyof CompletionAnswer)[];
  const missingCategories = given.filter((category) => !covered.has(category));
  const refusal = firstRefusal([
    inState(home, 'requested', 'accepted', 'ready', 'in-progress'),
    referral?.id === question.referralId ? undefined : refuse('CASE_STATE', { state: home.state }),
    askedBackRefusal(referral),
    demand(question.answeredAt === null, 'ALREADY_SETTLED'),
    demand(missingCategories.length < given.length, 'CONSENT_MUNICIPALITY_MISSING', { missingCategories }),
    sharingRefusal(home),
  ]);
  if (refusal || !referral) return refusal ?? refuse('CASE_STATE', { state: home.state });
  return decided(
    [{ type: 'completion-given', caseId: home.id, questionId: id, sealed: { answer } }],
    [
      {
        type: 'completion-given',
        to: referral.city,
        thread: caseThread(home.id),
        subject: id,
        content: { questionId: id, answer },
        covered,
      },
    ],
  );
}

/** The answer comes to the receiving city. */
export function decideReceiveCompletion(
  theCase: Case,
  from: City,
  { questionId, answer }: SealedContent<'completion-given'>,
): Decided | Refusal {
  const question = theCase.questions.find((asked) => asked.id === questionId);
  if (theCase.side !== 'receiving' || theCase.homeCity !== from || !question) return refuse('NOT_FOUND');
  if (question.answeredAt !== null) return nothingNew;
  const id = question.id as QuestionId;
  return decided([{ type: 'completion-given', caseId: theCase.id, questionId: id, sealed: { answer } }]);
}
