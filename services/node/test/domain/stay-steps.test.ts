// The steps around a request and a stay: for each step and each state what happens, what is told, where the case stands.

import type { HomeState, ReceivingState } from '../../src/domain/case.js';
import { decideCorrectIntake, decideNoSuitableCity, decideReclassify } from '../../src/domain/case-file.js';
import { decideAskForCompletion, decideReceiveQuestion } from '../../src/domain/completion.js';
import { decideOpenOnward } from '../../src/domain/onward.js';
import { decideReceiveReclassification } from '../../src/domain/reception.js';
import * as staying from '../../src/domain/stay.js';
import { referralId } from './cases.js';
import { followedUp } from './follow-ups.js';
import { inEveryState, type Step } from './in-every-state.js';
import { around, id, malmo } from './support.js';

const here = around();
const there = around({ city: malmo });
const question = { about: ['needs' as const], question: 'x?' };
const move = { movedOn: '2025-02-20', reason: 'housing' } as const;
const extension = { decidedOn: '2025-03-03', until: '2025-06-01' };
const followUps = [
  followedUp({ kind: 'review', on: '2025-02-20', offeredTo: ['police', 'social-worker'] }),
  followedUp({ kind: 'safety-plan', on: '2025-02-03' }),
];
const shared: HomeState[] = ['requested', 'accepted', 'ready', 'in-progress', 'departed'];

const homeSteps: Step<HomeState>[] = [
  [
    'correct the intake, while nothing of it is elsewhere',
    (c) => decideCorrectIntake(c, { motivated: true }, around()),
    { 'intake-corrected': ['draft', 'rejected'] },
  ],
  [
    'make it a case of the other kind',
    (c) => decideReclassify(c, 'protected-person', id('i'), here),
    {
      'case-reclassified': ['draft', 'rejected'],
      'case-reclassified, incident-reported → case-reclassified to malmo → incident-reported to malmo':
        shared,
    },
  ],
  ['make it what it is', (c) => decideReclassify(c, 'defector', id('i'), here), {}],
  [
    'the police find no suitable city',
    (c) => decideNoSuitableCity(c, here),
    { 'no-suitable-city-found': ['draft', 'rejected'] },
  ],
  [
    'extend the stay',
    (c) => staying.decideExtend({ ...c, followUps }, extension, here),
    { 'placement-extended → placement-extended to malmo': ['in-progress'] },
  ],
  [
    'open a case in which the person moves on',
    (c) => decideOpenOnward(c, id('case-2'), { reason: 'safety' }, here),
    { 'onward-case-opened, moved-onward': ['in-progress', 'departed'] },
  ],
  [
    'hear: nobody came',
    (c, from) => staying.decideReceiveNoArrival(c, from, { referralId, reason: 'detained' }),
    {
      'referral-cancelled ⇒ draft': ['requested', 'accepted', 'ready'],
      NOT_FOUND: ['draft'],
    },
  ],
  [
    'hear: moved',
    (c, from) => staying.decideReceiveMove(c, from, { move }),
    { 'move-recorded': ['in-progress', 'departed', 'completed'], NOT_FOUND: ['draft', 'rejected'] },
  ],
  [
    'hear: a question',
    (c, from) =>
      decideReceiveQuestion(c, from, { questionId: 'q', referralId, askedAt: here.now, ...question }),
    { NOT_FOUND: ['draft', 'rejected'] },
    'completion-asked',
  ],
];

const receivingSteps: Step<ReceivingState>[] = [
  [
    'record that nobody came',
    (c) => staying.decideNoArrival(c, { reason: 'detained' }),
    { 'referral-cancelled → no-arrival-recorded to stockholm ⇒ cancelled': ['accepted', 'ready'] },
  ],
  [
    'record a move',
    (c) => staying.decideMove(c, move, there),
    { 'move-recorded → move-recorded to stockholm': ['in-progress'] },
  ],
  [
    'ask a question',
    (c) => decideAskForCompletion(c, id('q'), question, there),
    {
      'completion-asked → completion-asked to stockholm': ['received', 'accepted', 'ready', 'in-progress'],
    },
  ],
  [
    'hear: extended',
    (c, from) => staying.decideReceiveExtension(c, from, extension),
    { 'placement-extended': ['in-progress', 'departed', 'completed'] },
  ],
  [
    'hear: of the other kind',
    (c, from) => decideReceiveReclassification(c, from, { kind: 'protected-person' }),
    { 'case-reclassified': ['received', 'accepted', 'ready', 'in-progress', 'departed'] },
  ],
];

inEveryState(homeSteps, receivingSteps);
