import type { Delivery, ProblemCode } from '@storstad/contract';
import type { ComponentChildren } from 'preact';
import { problem, problemStatus } from '../../problem.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { formText } from '../forms/form-page.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor } from '../reader.js';
import type { Words } from '../words.js';

/** Messages that another city has refused or has not received yet. */
export async function deliveriesPage({ reader }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listDeliveries');
  if (!told.ok) return told;
  const { say } = reader.words;
  const { deliveries } = told.answer;
  const refused = deliveries.filter(({ state }) => state === 'refused');
  const mayTickOff = mayAskFor(reader, 'acknowledgeDelivery');
  return {
    page: (
      <Page reader={reader} title={say('oversight.deliveries.title')}>
        <h1 class="govuk-heading-l">{say('oversight.deliveries.title')}</h1>
        <p class="govuk-body">{say('oversight.deliveries.lead')}</p>
        <Refused deliveries={refused.filter(isOpen)} mayTickOff={mayTickOff} />
        <Waiting deliveries={deliveries.filter(({ state }) => state === 'waiting')} />
        <TickedOff deliveries={refused.filter((delivery) => !isOpen(delivery))} />
      </Page>
    ),
  };
}

interface Listed {
  readonly deliveries: readonly Delivery[];
}

/** At most so many rows of one kind; what is older is found when these are done. */
const mostRows = 50;

const isOpen = ({ acknowledgedAt }: Delivery): boolean => acknowledgedAt === null;

function Refused({ deliveries, mayTickOff }: Listed & { readonly mayTickOff: boolean }) {
  const words = useWords();
  const { say } = words;
  const link = formText({ operation: 'acknowledgeDelivery', variant: null }, 'link', words);
  return (
    <Group id="refused" deliveries={deliveries}>
      <Table
        caption={say('oversight.deliveries.refused')}
        captionHidden
        columns={[
          ...commonColumns(words),
          { head: say('oversight.deliveries.answer') },
          ...(mayTickOff ? [{ head: say('oversight.deliveries.toDo') }] : []),
        ]}
        rows={deliveries.slice(0, mostRows).map((delivery) => ({
          key: delivery.messageId,
          cells: [
            ...commonCells(delivery, words),
            saidProblem(delivery, words),
            <a
              key="tick-off"
              class="govuk-link"
              href={formHref('acknowledgeDelivery', { messageId: delivery.messageId })}
            >
              {link}
              <span class="govuk-visually-hidden">
                {' '}
                {saidMessage(delivery, words)}, {words.city(delivery.city)}, {words.time(delivery.createdAt)}
              </span>
            </a>,
          ],
        }))}
        empty={say('oversight.deliveries.noneRefused')}
      />
    </Group>
  );
}

function Waiting({ deliveries }: Listed) {
  const words = useWords();
  const { say } = words;
  return (
    <Group id="waiting" deliveries={deliveries}>
      <Table
        caption={say('oversight.deliveries.waiting')}
        captionHidden
        columns={[
          ...commonColumns(words),
          { head: say('oversight.deliveries.attempts'), align: 'right' },
          { head: say('oversight.deliveries.next') },
          { head: say('oversight.deliveries.last') },
        ]}
        rows={deliveries.slice(0, mostRows).map((delivery) => ({
          key: delivery.messageId,
          cells: [
            ...commonCells(delivery, words),
            words.number(delivery.attempts),
            delivery.nextAttemptAt ? words.time(delivery.nextAttemptAt) : say('oversight.deliveries.soon'),
            saidProblem(delivery, words),
          ],
        }))}
        empty={say('oversight.deliveries.noneWaiting')}
      />
    </Group>
  );
}

function TickedOff({ deliveries }: Listed) {
  const words = useWords();
  const { say } = words;
  if (deliveries.length === 0) return null;
  return (
    <Group id="tickedOff" deliveries={deliveries}>
      <Table
        caption={say('oversight.deliveries.tickedOff')}
        captionHidden
        columns={[
          ...commonColumns(words),
          { head: say('oversight.deliveries.answer') },
          { head: say('oversight.deliveries.note') },
        ]}
        rows={deliveries.slice(0, mostRows).map((delivery) => ({
          key: delivery.messageId,
          cells: [
            ...commonCells(delivery, words),
            saidProblem(delivery, words),
            [
              delivery.note && words.value('DeliveryNote', delivery.note),
              delivery.acknowledgedAt && words.time(delivery.acknowledgedAt),
            ]
              .filter(Boolean)
              .join(', '),
          ],
        }))}
      />
    </Group>
  );
}

/** A heading with how many there are, and whether all are shown. */
function Group({
  id,
  deliveries,
  children,
}: Listed & { readonly id: string; readonly children: ComponentChildren }) {
  const { say, number } = useWords();
  return (
    <section aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {say(`oversight.deliveries.${id}`)} ({number(deliveries.length)})
      </h2>
      {deliveries.length > mostRows && (
        <p class="govuk-body">{say('oversight.deliveries.first', { n: mostRows })}</p>
      )}
      {children}
    </section>
  );
}

const commonColumns = ({ say }: Words) => [
  { head: say('oversight.deliveries.message') },
  { head: say('oversight.deliveries.city') },
  { head: say('oversight.deliveries.written') },
];

const commonCells = (delivery: Delivery, words: Words) => [
  saidMessage(delivery, words),
  words.city(delivery.city),
  words.time(delivery.createdAt),
];

const saidMessage = ({ type }: Delivery, words: Words): string => words.value('MessageType', type);

/** What the other city's node, or the way to it, answered the last time. A code without words is said as it is. */
function saidProblem({ lastProblem }: Delivery, { language, say }: Words): string {
  if (lastProblem === null) return '–';
  if (isProblem(lastProblem)) return problem({ code: lastProblem }, language).title;
  const kind = faultKinds.find(({ codes }) => codes.test(lastProblem))?.kind ?? 'other';
  return say(`oversight.faults.${kind}`, { code: lastProblem });
}

/** Faults on the way to the other city's node, by the codes that the network gives them; see docs/operating.md. */
const faultKinds = [
  { kind: 'rehearsal', codes: /^CUT_FOR_REHEARSAL$/ },
  { kind: 'receipt', codes: /^RECEIPT_INVALID$/ },
  { kind: 'proxy', codes: /^HTTP_/ },
  { kind: 'certificate', codes: /^(CERT_|UNABLE_TO_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_)/ },
  { kind: 'unreachable', codes: /^(E[A-Z]+|UND_ERR_[A-Z_]+|NO_ANSWER)$/ },
] as const;

const isProblem = (code: string): code is ProblemCode => problemStatus(code as ProblemCode) !== undefined;
