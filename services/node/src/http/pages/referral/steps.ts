import { createHash } from 'node:crypto';
import { birthRefusal } from '../../../domain/case-file.js';
import type { CivilDate } from '../../../domain/values.js';
import { personalNumbersIn } from '../../../free-text.js';
import { type Field, fieldsOf } from '../forms/field.js';
import { type Entries, type FieldFault, type ReadForm, readForm } from '../forms/read-form.js';

/** The steps in which a case is described before it is opened; together they ask for all of openCase's body. */
export const steps = ['case', 'assessment', 'needs'] as const;
export type Step = (typeof steps)[number];

const propertiesOf: Readonly<Record<Step, readonly string[]>> = {
  case: ['unit', 'section', 'kind'],
  assessment: [
    'bornOn',
    'motivated',
    'relocationNeeded',
    'relocationReason',
    'responsibleForMinors',
    'destination',
    'violenceOutsideCloseRelations',
  ],
  needs: ['needs', 'healthNeeds', 'specialistCare', 'probationContact'],
};

/** A step is begun when something of it is saved, and done when nothing of it is missing or wrong. */
export type StepStatus = 'not-begun' | 'begun' | 'done';

/** Tells a step from any other text. */
export const isStep = (text: string | undefined): text is Step => steps.some((step) => step === text);

/** What a step asks for, in its order. */
export function fieldsOfStep(step: Step): readonly Field[] {
  const fields = fieldsOf('openCase');
  return propertiesOf[step].flatMap((property) => fields.filter((field) => field.property === property));
}

/**
 * Reads what is saved of a step. Personal numbers in texts, and days on which nobody was born, are found here already, not
 * first when the case is opened.
 */
export function readStep(step: Step, entries: Entries, today: CivilDate): ReadForm {
  const { body, faults } = readForm(fieldsOfStep(step), entries);
  const personal = personalNumbersIn(body).map(
    ({ at }) => [at.slice(1).replaceAll('/', '.'), { fault: 'personal-number' }] as const,
  );
  return { body, faults: new Map([...faults, ...personal, ...birthFault(body, today)]) };
}

function birthFault({ bornOn }: Record<string, unknown>, today: CivilDate): [string, FieldFault][] {
  const refusal = typeof bornOn === 'string' ? birthRefusal(bornOn, { today }) : undefined;
  if (!refusal) return [];
  const { earliest, latest } = refusal.facts as { earliest: string; latest: string };
  const isEarly = (bornOn as string) < earliest;
  return [['bornOn', isEarly ? { fault: 'too-early', earliest } : { fault: 'too-late', latest }]];
}

/** How far a step has come. */
export function statusOf(step: Step, entries: Entries, today: CivilDate): StepStatus {
  if ([...entriesOf(step, entries)].every(([, value]) => value.trim() === '')) return 'not-begun';
  return readStep(step, entries, today).faults.size > 0 ? 'begun' : 'done';
}

/** The whole body, once every step is done. */
export const bodyOf = (entries: Entries, today: CivilDate): Record<string, unknown> =>
  Object.assign({}, ...steps.map((step) => readStep(step, entries, today).body));

/** The first step that is not done. */
export const nextStep = (entries: Entries, today: CivilDate): Step | undefined =>
  steps.find((step) => statusOf(step, entries, today) !== 'done');

/** The name of the hidden field with what a page was made from. */
export const basis = 'basis';

/** What a page of some steps was made from, as a digest: another one has been saved since when it is not the same any more. */
export const basisOf = (of: readonly Step[], saved: Entries): string =>
  createHash('sha256')
    .update(of.map((step) => entriesOf(step, saved).toString()).join('\n'))
    .digest('base64url');

/** Whether a page was sent that was made from something else than what is saved now. */
export const isOvertaken = (of: readonly Step[], sent: Entries, saved: Entries): boolean =>
  sent.has(basis) && sent.get(basis) !== basisOf(of, saved);

/** What is saved, with one step as it was sent; what the step does not ask for is left out. */
export function withStep(saved: Entries, step: Step, sent: Entries): Entries {
  const others = steps.filter((other) => other !== step).flatMap((other) => [...entriesOf(other, saved)]);
  return new URLSearchParams([...others, ...entriesOf(step, sent)]);
}

const entriesOf = (step: Step, entries: Entries): Entries =>
  new URLSearchParams(
    [...entries].filter(([key]) => propertiesOf[step].includes(key.split(/[.-]/)[0] ?? '')),
  );
