import type { AgreedService, Case, PlacementAgreement } from '@storstad/contract';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { ThingActions } from './action-links.js';
import { agreedRows } from './agreed-rows.js';
import { type CaseAction, thing } from './case-actions.js';

/** The placement agreement as a document: what was agreed, and which of the two cities has signed it. */
export function PlacementAgreementCard({
  theCase: { placementAgreement, needs },
  actions,
}: {
  readonly theCase: Case;
  readonly actions: readonly CaseAction[];
}) {
  const words = useWords();
  const { say } = words;
  if (!placementAgreement) return null;
  const { id, document } = placementAgreement;
  return (
    <>
      <SummaryList
        headingLevel={3}
        title={say('case.agreed.title')}
        rows={[
          ...agreedRows(document, needs, words),
          ...signatureRows(placementAgreement, words),
          ...(actions.some((action) => action.thing === thing('placementAgreement', id))
            ? [
                {
                  key: say('case.canDo'),
                  value: <ThingActions actions={actions} thing={thing('placementAgreement', id)} />,
                },
              ]
            : []),
        ]}
      />
      <AgreedServices services={document.services} />
    </>
  );
}

const signatureRows = (
  { document: { homeCity, receivingCity }, signedBy }: PlacementAgreement,
  { say, city }: ReturnType<typeof useWords>,
) =>
  [receivingCity, homeCity].map((one) => ({
    key: say('case.agreed.signature', { city: city(one) }),
    value: signedBy.includes(one) ? (
      <Tag tone="good">{say('case.agreed.signed')}</Tag>
    ) : (
      <Tag tone="warning">{say('case.agreed.unsigned')}</Tag>
    ),
  }));

const AgreedServices = ({ services }: { readonly services: readonly AgreedService[] }) => {
  const words = useWords();
  const { say, money } = words;
  return (
    <Table
      caption={say('case.agreed.services')}
      columns={[
        { head: say('case.agreed.service') },
        { head: say('case.agreed.dayRate'), align: 'right', nowrap: true },
        { head: say('case.agreed.leaveRate'), align: 'right', nowrap: true },
        { head: say('case.agreed.bearer') },
      ]}
      rows={services.map(({ service, dayRateOre, leaveDayRateOre, bearer }) => ({
        key: service,
        cells: [
          words.value('ServiceCode', service),
          money(dayRateOre),
          money(leaveDayRateOre ?? 0),
          words.value('CostBearer', bearer),
        ],
      }))}
    />
  );
};
