import type { Case } from '@storstad/contract';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { SummaryList, type SummaryRow } from '../components/summary-list.js';
import { type Reader, saidUnit } from '../reader.js';
import { namedAssignee } from '../work/case-cells.js';
import { inlineList, saidCities, saidSlot } from './case-words.js';

/** Before another city has said yes nothing is placed: what is wished for, and who has the case. */
const isPlaced = ({ state, stay }: Case): boolean =>
  stay !== null || ['accepted', 'ready', 'in-progress', 'departed'].includes(state);

/** Where the person is to be, from when to when, with what, and who has the case. */
export function PlacementCard({ theCase, reader }: { readonly theCase: Case; readonly reader: Reader }) {
  const words = useWords();
  const { say } = words;
  const { placementAgreement, referrals, needs, agreement, plannedUntil, unit, section } = theCase;
  const agreed = placementAgreement?.document;
  const slot = referrals.at(-1)?.slot;
  const services = agreed?.services.map(({ service }) => service) ?? needs.services;
  const row = (key: string, value: SummaryRow['value'] | undefined): SummaryRow[] =>
    value === undefined || value === null ? [] : [{ key: say(`case.placement.${key}`), value }];
  const wanted = [
    ...row('housingForm', words.value('HousingForm', agreed?.housingForm ?? needs.housingForm)),
    ...row('services', capital(inlineList(words, 'ServiceCode', services))),
  ];
  const whose = [
    ...row('unit', unit ? saidUnit(reader, unit) : say('case.placement.noUnit')),
    ...row('section', section && words.value('Section', section)),
    ...row('assignee', namedAssignee(theCase, reader)),
  ];
  const asked = [
    ...row('cities', saidCities(theCase, words)),
    ...row('side', words.value('Case.side', theCase.side)),
  ];
  const place = [
    ...row('slot', slot && saidSlot(slot, words)),
    ...row(
      'agreement',
      agreement && (
        <a class="govuk-link" href={`/agreements/${agreement}`}>
          {agreement}
        </a>
      ),
    ),
  ];
  if (!isPlaced(theCase))
    return (
      <>
        <SummaryList title={say('case.placement.wished')} rows={wanted} />
        <SummaryList title={say('case.placement.whose')} rows={[...asked, ...place, ...whose]} />
      </>
    );
  const days = [
    ...row('period', periodOf(theCase, words)),
    ...row('plannedUntil', plannedUntil && words.date(plannedUntil)),
  ];
  return (
    <SummaryList
      title={say('case.placement.title')}
      rows={[...asked, ...days, ...wanted, ...place, ...whose]}
    />
  );
}

function periodOf({ stay, placementAgreement }: Case, words: ReturnType<typeof useWords>): string | null {
  if (stay) return words.days(stay.arrivedOn, stay.departedOn);
  const startsOn = placementAgreement?.document.startsOn;
  return startsOn ? words.say('case.placement.planned', { day: words.date(startsOn) }) : null;
}
