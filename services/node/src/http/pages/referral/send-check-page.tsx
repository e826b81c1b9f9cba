import type { PersonalDetails } from '@storstad/contract';
import type { City, CivilDate } from '../../../domain/values.js';
import type { NotDone } from '../../desk/run-operation.js';
import { caseReference } from '../case/case-reference.js';
import { inline } from '../case/case-words.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { Inset } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer } from '../page.js';
import { saidUnit } from '../reader.js';
import { RefusalNotice } from '../refusal-notice.js';
import type { Words } from '../words.js';
import { type ShownSending, witness } from './sending.js';
import { type Told, toldAfterAcceptance, toldInRequest } from './what-leaves.js';

/** Exactly what leaves with the request, what can follow after a yes, and what stays; then the button that sends. */
export function sendCheckPage(
  { reader, theCase, entries }: ShownSending,
  to: { readonly city: City; readonly today: CivilDate },
  more: {
    readonly details: PersonalDetails | null;
    readonly place: { readonly used: number; readonly limit: number } | null;
    readonly notDone: NotDone | null;
  },
): PageAnswer {
  const { words } = reader;
  const { say } = words;
  const city = words.city(to.city);
  const title = say('new-referral.sendCheck.title', { city });
  const now = toldInRequest(theCase, to, words);
  const later = toldAfterAcceptance(theCase, more.details, to, words);
  const choose = formHref('sendReferral', { caseId: theCase.id });
  return {
    ...(more.notDone ? { problem: more.notDone } : {}),
    page: (
      <Page reader={reader} title={more.notDone ? say('forms.wrongTitle', { title }) : title}>
        <BackLink href={choose} />
        {more.notDone && <RefusalNotice parts={more.notDone} />}
        <p class="govuk-caption-l">{caseReference(theCase.id)}</p>
        <h1 class="govuk-heading-l">{title}</h1>
        <SummaryList
          title={say('new-referral.sendCheck.now', { city })}
          action={{
            text: say('new-referral.sendCheck.correct'),
            href: formHref('correctIntake', { caseId: theCase.id }),
          }}
          rows={[
            ...now
              .filter(({ isCovered }) => isCovered)
              .map(({ name, label, value }) => ({
                key: label,
                value:
                  name === 'unit' && value ? saidUnit(reader, value) : (value ?? say('new-referral.none')),
              })),
            ...(entries.get(witness) === 'yes'
              ? [{ key: say('fields.witnessException.label'), value: say('forms.yes') }]
              : []),
          ]}
        />
        <Inset>{say('new-referral.sendCheck.noIdentity')}</Inset>
        <Table
          caption={say('new-referral.sendCheck.later', { city })}
          columns={(['what', 'category', 'told'] as const).map((column) => ({
            head: say(`new-referral.sendCheck.${column}`),
          }))}
          empty={say('new-referral.sendCheck.noDetails')}
          rows={later.map((told) => rowOf(told, words))}
        />
        <Stays told={now.filter(({ isCovered }) => !isCovered)} words={words} />
        {more.place && <p class="govuk-body">{say('new-referral.sendCheck.place', more.place)}</p>}
        <Form action={`${choose}/${to.city}`} guarded={false}>
          {entries.get(witness) === 'yes' && <input type="hidden" name={witness} value="yes" />}
          <ButtonGroup>
            <Button>{say('forms.sendReferral.submit')}</Button>
            <a class="govuk-link" href={choose}>
              {say('new-referral.sendCheck.otherCity')}
            </a>
          </ButtonGroup>
        </Form>
      </Page>
    ),
  };
}

const rowOf = ({ name, label, category, isCovered }: Told, words: Words) => ({
  key: name,
  cells: [
    label,
    category ? words.value('ConsentCategory', category) : '',
    words.say(isCovered ? 'new-referral.sendCheck.isCovered' : 'new-referral.sendCheck.isNotCovered'),
  ],
});

/** What is known and not told, since the person has not agreed to it. */
const Stays = ({ told, words }: { readonly told: readonly Told[]; readonly words: Words }) =>
  told.length === 0 ? null : (
    <SummaryList
      title={words.say('new-referral.sendCheck.stays')}
      rows={told.map(({ label, category }) => ({
        key: label,
        value: words.say('new-referral.sendCheck.consentMissing', {
          category: category ? inline(words, 'ConsentCategory', category) : '',
        }),
      }))}
    />
  );
