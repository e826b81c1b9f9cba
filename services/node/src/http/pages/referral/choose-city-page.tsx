import type { ContactPoint } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { otherCities } from '../../../node.js';
import { capital } from '../capital.js';
import { inlineList, saidRefusal } from '../case/case-words.js';
import { Measure } from '../components/columns.js';
import { Button, ButtonGroup, Form } from '../components/forms.js';
import { BackLink } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { fieldsOf } from '../forms/field.js';
import { FieldList } from '../forms/form-fields.js';
import { Faults } from '../forms/form-page.js';
import type { FieldFault } from '../forms/read-form.js';
import { Page } from '../layout.js';
import type { PageAnswer } from '../page.js';
import { ask, stopped } from '../reader.js';
import { citiesToAsk } from './referral-progress.js';
import { type ShownSending, witness } from './sending.js';

/** Which city is asked, with what each has said it can offer. */
export async function choosePage(
  shown: ShownSending,
  faults: ReadonlyMap<string, FieldFault> = new Map(),
): Promise<PageAnswer> {
  const { reader, theCase, entries } = shown;
  const { words, node } = reader;
  const { say } = words;
  const title = say(theCase.referrals.length > 0 ? 'new-referral.askAnother' : 'new-referral.choose.title');
  const isWrong = faults.size > 0;
  // Only in a case of somebody who takes part in an investigation without admitting anything is there an exception to make.
  const mayExcept = theCase.threat?.evidencePerson === 'participating' && !theCase.threat.admitsInvolvement;
  const fields = fieldsOf('sendReferral').filter(({ property }) => mayExcept || property !== witness);
  const options = new Map([
    ['SendReferral.city', otherCities(node).map((city) => ({ value: city, label: words.city(city) }))],
  ]);
  const contacts = await ask(reader, 'listContactPoints');
  return {
    ...(isWrong ? { problem: stopped('REQUEST_INVALID') } : {}),
    page: (
      <Page reader={reader} title={isWrong ? say('forms.wrongTitle', { title }) : title}>
        <BackLink href={`/cases/${theCase.id}`} />
        {isWrong && <Faults form={{ faults, fields }} words={words} />}
        <h1 class="govuk-heading-l">{title}</h1>
        <Measure>
          <p class="govuk-body">{say('new-referral.choose.lead')}</p>
        </Measure>
        <CityTable shown={shown} contacts={contacts.ok ? contacts.answer.contactPoints : []} />
        <Form guarded={false}>
          <FieldList fields={fields} context={{ entries, faults, options }} />
          <ButtonGroup>
            <Button>{say('new-referral.choose.goOn')}</Button>
            <a class="govuk-link" href={`/cases/${theCase.id}`}>
              {say('forms.cancel')}
            </a>
          </ButtonGroup>
        </Form>
      </Page>
    ),
  };
}

/** What speaks for and against each city, as far as it is known here. */
function CityTable({
  shown: { reader, theCase },
  contacts,
}: {
  readonly shown: ShownSending;
  readonly contacts: readonly ContactPoint[];
}) {
  const { words, node } = reader;
  const { say } = words;
  const others = otherCities(node);
  const consented = citiesToAsk({ theCase, today: civilDateOf(node.clock.now()), otherCities: others });
  const yesOrNo = (is: boolean) => say(is ? 'forms.yes' : 'forms.no');
  return (
    <Table
      caption={say('new-referral.choose.caption')}
      columns={(['city', 'consent', 'housing', 'missing', 'before'] as const).map((column) => ({
        head: say(`new-referral.choose.${column}`),
      }))}
      rows={others.map((city) => {
        const contact = contacts.find((one) => one.city === city);
        const missing = theCase.needs.services.filter((service) => !contact?.services.includes(service));
        const before = theCase.referrals.filter((sent) => sent.city === city).at(-1);
        return {
          key: city,
          cells: [
            words.city(city),
            yesOrNo(consented.includes(city)),
            contact
              ? yesOrNo(contact.housingForms.includes(theCase.needs.housingForm))
              : say('new-referral.notSaid'),
            contact
              ? capital(inlineList(words, 'ServiceCode', missing)) || say('new-referral.none')
              : say('new-referral.notSaid'),
            before?.refusalCode ? saidRefusal(before.refusalCode, words) : say('new-referral.notAsked'),
          ],
        };
      })}
    />
  );
}
