import type { NodeStatus, PeerStatus } from '@storstad/contract';
import type { ComponentChildren } from 'preact';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor } from '../reader.js';
import type { Words } from '../words.js';

/** How the node fares: the other cities, its own keys, its journal and its program. */
export async function nodeStatusPage({ reader }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'getNodeStatus');
  if (!told.ok) return told;
  const status = told.answer;
  const { words } = reader;
  const { say } = words;
  return {
    page: (
      <Page reader={reader} title={say('oversight.node.title')}>
        <h1 class="govuk-heading-l">{say('oversight.node.title')}</h1>
        <p class="govuk-body">{say('oversight.node.lead', { now: words.time(reader.node.clock.now()) })}</p>
        <Peers peers={status.peers} />
        {mayAskFor(reader, 'listDeliveries') && (
          <p class="govuk-body">
            <a class="govuk-link" href="/deliveries">
              {say('oversight.node.toDeliveries')}
            </a>
          </p>
        )}
        <Keys keys={status.keys} now={reader.node.clock.now()} />
        <SummaryList title={say('oversight.node.program')} rows={programRows(status, words)} />
      </Page>
    ),
  };
}

function Peers({ peers }: { readonly peers: readonly PeerStatus[] }) {
  const words = useWords();
  const { say, number, time } = words;
  return (
    <Table
      caption={say('oversight.node.peers')}
      columns={[
        { head: say('oversight.node.city') },
        { head: say('oversight.node.circuit') },
        { head: say('oversight.node.waiting'), align: 'right' },
        { head: say('oversight.node.waitingSince') },
        { head: say('oversight.node.refused'), align: 'right' },
        { head: say('oversight.node.lastReceipt') },
        { head: say('oversight.node.card') },
      ]}
      rows={peers.map((peer) => ({
        key: peer.city,
        cells: [
          words.city(peer.city),
          <Tag key="circuit" tone={peer.circuit === 'closed' ? 'good' : 'bad'}>
            {words.value('CircuitState', peer.circuit)}
          </Tag>,
          number(peer.waiting),
          peer.waitingSince ? time(peer.waitingSince) : '–',
          number(peer.refused),
          peer.lastReceiptAt ? time(peer.lastReceiptAt) : say('oversight.node.never'),
          <Card key="card" peer={peer} />,
        ],
      }))}
      empty={say('oversight.node.alone')}
    />
  );
}

/** Whether the city's member card signs the contract that this program speaks, and when it was signed. */
function Card({ peer: { signsContract, cardSignedAt } }: { readonly peer: PeerStatus }) {
  const { say, date } = useWords();
  if (!signsContract) return <Tag tone="bad">{say('oversight.node.otherContract')}</Tag>;
  return <>{cardSignedAt ? say('oversight.node.signedOn', { on: date(cardSignedAt) }) : '–'}</>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** A key is looked at again after a year; the city's own rules may say sooner. */
const oldAfterDays = 365;

function Keys({ keys, now }: { readonly keys: NodeStatus['keys']; readonly now: string }) {
  const words = useWords();
  const { say } = words;
  const daysOld = (since: string) => Math.floor((Date.parse(now) - Date.parse(since)) / dayMs);
  return (
    <>
      <Table
        caption={say('oversight.node.keys')}
        columns={[
          { head: say('oversight.node.use') },
          { head: say('oversight.node.keyId') },
          { head: say('oversight.node.fileWritten') },
          { head: say('oversight.node.age') },
        ]}
        rows={keys.map(({ use, keyId, fileWrittenAt }) => {
          const days = Math.max(0, daysOld(fileWrittenAt));
          return {
            key: use,
            cells: [
              words.value('KeyUse', use),
              <code key="id">{keyId}</code>,
              words.date(fileWrittenAt),
              <>
                {say('oversight.node.days', { days: words.number(days) })}{' '}
                {days > oldAfterDays && (
                  <Tag tone="warning">{say('oversight.node.old', { days: oldAfterDays })}</Tag>
                )}
              </>,
            ],
          };
        })}
      />
      <p class="govuk-body app-measure">{say('oversight.node.oldMeans', { days: oldAfterDays })}</p>
      <p class="govuk-body app-measure">{say('oversight.node.oldToDo')}</p>
    </>
  );
}

function programRows(status: NodeStatus, words: Words) {
  const { say, number, date } = words;
  const { journal, agreementsInForce, cardSignedAt } = status;
  const row = (key: string, value: ComponentChildren) => ({ key: say(`oversight.node.${key}`), value });
  return [
    row('agreements', agreementsInForce.join(', ') || say('oversight.node.noAgreement')),
    row('ownCard', cardSignedAt ? say('oversight.node.signedOn', { on: date(cardSignedAt) }) : '–'),
    row('entries', number(journal.entries)),
    row('head', journal.head ? <code>{journal.head}</code> : say('oversight.node.empty')),
    row('version', status.softwareVersion),
    row('contract', <code>{status.contractDigest}</code>),
    row('rehearsal', say(status.rehearsal ? 'oversight.node.isRehearsal' : 'oversight.node.isReal')),
  ];
}
