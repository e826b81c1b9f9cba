import type { Case } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { otherCities } from '../../../node.js';
import { saidRefusal } from '../case/case-words.js';
import type { Tone } from '../components/tag.js';
import { type Task, TaskList } from '../components/task-list.js';
import { formHref } from '../forms/form-href.js';
import type { Reader } from '../reader.js';
import type { Words } from '../words.js';
import {
  citiesToAsk,
  type ReferralFacts,
  type ReferralTask,
  referralProgress,
  referralTasks,
  type TaskState,
} from './referral-progress.js';

/** What is to be done before another city is asked, or after one has said no: for the overview of such a case, at home. */
export function ReferralTasks({
  reader,
  theCase,
  hasDetails,
}: {
  readonly reader: Reader;
  readonly theCase: Case;
  /** Whether personal details are recorded. */
  readonly hasDetails: boolean;
}) {
  const { words, node } = reader;
  const facts = { theCase, hasDetails, today: civilDateOf(node.clock.now()), otherCities: otherCities(node) };
  const progress = referralProgress(facts);
  const tasks = referralTasks.map(
    (task): Task => ({
      title: words.say(titleKey(task, theCase)),
      hint: hintOf(task, progress[task], { ...facts, theCase }, words),
      href: hrefOf(task, progress[task], theCase.id),
      status: saidState(progress[task], words),
    }),
  );
  return <TaskList tasks={tasks} />;
}

const titleKey = (task: ReferralTask, { state }: Case): string =>
  task === 'send' && state === 'rejected' ? 'new-referral.askAnother' : `new-referral.tasks.${task}.title`;

/** What the police do cannot be begun here. */
function hrefOf(task: ReferralTask, state: TaskState, caseId: string): string | null {
  const consent = (kind: string) => formHref('giveConsent', { caseId }, { kind, from: 'overview' });
  switch (task) {
    case 'intake':
      return formHref('correctIntake', { caseId });
    case 'details':
      return formHref('recordPersonalDetails', { caseId });
    case 'consent-police':
      return consent('police');
    case 'consent-municipality':
      return consent('municipality');
    case 'consent-services':
      return consent('services');
    case 'threat':
    case 'approval':
      return null;
    case 'send':
      return state === 'not-begun' ? formHref('sendReferral', { caseId }) : null;
  }
}

type Facts = ReferralFacts & { readonly theCase: Case };

function hintOf(task: ReferralTask, state: TaskState, facts: Facts, words: Words): string | undefined {
  const { say, find, city } = words;
  const { approval, noSuitableCityOn, referrals } = facts.theCase;
  if (task === 'consent-municipality' && state === 'done')
    return say('new-referral.consentFor', { cities: citiesToAsk(facts).map(city).join(', ') });
  if (task === 'approval' && noSuitableCityOn)
    return say('new-referral.noSuitableCity', { day: words.date(noSuitableCityOn) });
  if (task === 'approval' && approval && state !== 'waits-for-police')
    return say(`new-referral.approval.${approval.state}`, { city: city(approval.city) });
  const last = referrals.at(-1);
  if (task === 'send' && last?.state === 'rejected')
    return say('new-referral.saidNo', {
      city: city(last.city),
      why: last.refusalCode ? saidRefusal(last.refusalCode, words) : '',
    });
  return find(`new-referral.tasks.${task}.${state}`) ?? find(`new-referral.tasks.${task}.hint`);
}

const tones: Readonly<Partial<Record<TaskState, Tone>>> = {
  'not-begun': 'info',
  unfinished: 'warning',
  'waits-for-police': 'neutral',
  stopped: 'bad',
};

function saidState(state: TaskState, { say }: Words): Task['status'] {
  const tone = tones[state];
  return { text: say(`new-referral.states.${state}`), ...(tone ? { tone } : {}) };
}
