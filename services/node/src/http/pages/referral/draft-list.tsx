import {
  type DraftFault,
  draftDays,
  listDrafts,
  mostDraftBytes,
  mostDrafts,
} from '../../../commands/drafts.js';
import { civilDateOf } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form, PostButton } from '../components/forms.js';
import { Details, Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { type Task, TaskList } from '../components/task-list.js';
import { Page } from '../layout.js';
import type { PageAnswer } from '../page.js';
import { type Reader, stopped } from '../reader.js';
import type { Words } from '../words.js';
import { draftHref, entriesIn, newReferralHref } from './draft-entries.js';
import type { ShownDraft } from './draft-pages.js';
import { nextStep, type StepStatus, statusOf, steps } from './steps.js';

/** Where a new referral is begun, or one's drafts are gone on with. */
export async function startPage(reader: Reader): Promise<PageAnswer> {
  const { words, node, session } = reader;
  const { say } = words;
  const drafts = await listDrafts(node, session.staff);
  const today = civilDateOf(node.clock.now());
  return {
    page: (
      <Page reader={reader} title={say('new-referral.title')}>
        <h1 class="govuk-heading-l">{say('new-referral.title')}</h1>
        <Measure>
          <p class="govuk-body">{say('new-referral.lead')}</p>
          <Details summary={say('new-referral.beforehand.summary')}>
            <ul class="govuk-list govuk-list--bullet">
              {(['adult', 'willing', 'children', 'names'] as const).map((key) => (
                <li key={key}>{say(`new-referral.beforehand.${key}`)}</li>
              ))}
            </ul>
          </Details>
        </Measure>
        <PostButton action={newReferralHref} kind="primary">
          {say('new-referral.begin')}
        </PostButton>
        <h2 class="govuk-heading-m">{say('new-referral.drafts.heading')}</h2>
        <Table
          caption={say('new-referral.drafts.caption', { days: draftDays })}
          columns={[
            { head: say('new-referral.drafts.changed') },
            { head: say('new-referral.drafts.done') },
            { head: say('new-referral.drafts.actions') },
          ]}
          empty={say('new-referral.drafts.empty')}
          rows={drafts.map((draft) => {
            const changed = words.timeToSecond(draft.changedAt);
            return {
              key: draft.id,
              cells: [
                <a key="go" class="govuk-link" href={draftHref(draft.id)}>
                  {say('new-referral.drafts.from', { changed })}
                </a>,
                saidDone(entriesIn(draft), today, words),
                <a key="discard" class="govuk-link" href={draftHref(draft.id, 'discard')}>
                  {say('new-referral.drafts.discard')}
                  <span class="govuk-visually-hidden"> {changed}</span>
                </a>,
              ],
            };
          })}
        />
      </Page>
    ),
  };
}

const saidDone = (saved: URLSearchParams, today: CivilDate, { say }: Words): string =>
  say('new-referral.stepsDone', {
    done: steps.filter((step) => statusOf(step, saved, today) === 'done').length,
    of: steps.length,
  });

/** How far one draft has come, and what is still before it. */
export function stepsPage({ reader, draftId, saved }: ShownDraft): PageAnswer {
  const { words } = reader;
  const { say } = words;
  const today = civilDateOf(reader.node.clock.now());
  const cannotBegin = { href: null, status: { text: say('new-referral.status.cannot-begin') } };
  const isReady = nextStep(saved, today) === undefined;
  const described: Task[] = steps.map((step) => ({
    title: say(`new-referral.steps.${step}.title`),
    hint: say(`new-referral.steps.${step}.hint`),
    href: draftHref(draftId, step),
    status: saidStatus(statusOf(step, saved, today), words),
  }));
  const check: Task = {
    title: say('new-referral.check.title'),
    ...(isReady
      ? { href: draftHref(draftId, 'check'), status: saidStatus('not-begun', words) }
      : cannotBegin),
  };
  return {
    page: (
      <Page reader={reader} title={say('new-referral.title')}>
        <BackLink href={newReferralHref} />
        <h1 class="govuk-heading-l">{say('new-referral.title')}</h1>
        <Measure>
          <p class="govuk-body">{saidDone(saved, today, words)}</p>
          <h2 class="govuk-heading-m">{say('new-referral.parts.describe')}</h2>
          <TaskList tasks={[...described, check]} />
          <h2 class="govuk-heading-m">{say('new-referral.parts.after')}</h2>
          <TaskList
            tasks={(['details', 'consents', 'police', 'send'] as const).map((later) => ({
              title: say(`new-referral.later.${later}`),
              ...cannotBegin,
            }))}
          />
          <p class="govuk-body">
            <a class="govuk-link" href={draftHref(draftId, 'discard')}>
              {say('new-referral.discard.title')}
            </a>
          </p>
        </Measure>
      </Page>
    ),
  };
}

const tones = { 'not-begun': 'info', begun: 'warning' } as const;

const saidStatus = (status: StepStatus, { say }: Words): Task['status'] => ({
  text: say(`new-referral.status.${status}`),
  ...(status === 'done' ? {} : { tone: tones[status] }),
});

/** Asks before a draft is thrown away: nobody can get it back. */
export function discardPage({ reader, draftId }: ShownDraft): PageAnswer {
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('new-referral.discard.title')}>
        <BackLink href={draftHref(draftId)} />
        <h1 class="govuk-heading-l">{say('new-referral.discard.heading')}</h1>
        <p class="govuk-body">{say('new-referral.discard.lead')}</p>
        <Form guarded={false}>
          <ButtonGroup>
            <Button kind="warning">{say('new-referral.discard.title')}</Button>
            <a class="govuk-link" href={draftHref(draftId)}>
              {say('new-referral.discard.keep')}
            </a>
          </ButtonGroup>
        </Form>
      </Page>
    ),
  };
}

/** Why a draft was not saved, and what one can do. */
export function draftFaultPage(
  reader: Reader,
  fault: Exclude<DraftFault, 'not-found' | 'changed'>,
): PageAnswer {
  const { say } = reader.words;
  const title = say(`new-referral.faults.${fault}.title`);
  return {
    problem: stopped('REQUEST_INVALID'),
    page: (
      <Page reader={reader} title={title}>
        <BackLink href={newReferralHref} />
        <h1 class="govuk-heading-l">{say('new-referral.title')}</h1>
        <Notice tone="warning" title={title}>
          <p>
            {say(`new-referral.faults.${fault}.whatNow`, {
              most: mostDrafts,
              kilobytes: mostDraftBytes / 1024,
            })}
          </p>
        </Notice>
      </Page>
    ),
  };
}
