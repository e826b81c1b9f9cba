import { readFileSync } from 'node:fs';
import { type PeerStatus, peerContract, type Receipt } from '@storstad/contract';
import { civilDateOf } from '../domain/calendar.js';
import type { City } from '../domain/values.js';
import type { Member } from '../members.js';
import { type Node, otherCities } from '../node.js';
import type { DeskCommand } from './desk-command.js';
import { agreementView } from './views.js';

const packageFile = new URL('../../package.json', import.meta.url);
const { version: softwareVersion } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };

/** How the node fares, from what it has at hand: nobody is asked, and nothing is looked through. */
export const getNodeStatus: DeskCommand<'getNodeStatus'> = (node) => {
  const { entries, hash: head } = node.store.journal.head();
  const { signingKey, openingKey, writtenAt } = node.secrets;
  const today = civilDateOf(node.clock.now());
  return {
    city: node.city,
    rehearsal: node.rehearsal,
    softwareVersion,
    contractDigest: peerContract.digest,
    cardSignedAt: cardSignedAt(node.own),
    keys: [
      { use: 'signing', keyId: signingKey.kid, fileWrittenAt: writtenAt.signing },
      { use: 'sealing', keyId: openingKey.kid, fileWrittenAt: writtenAt.sealing },
    ],
    peers: otherCities(node).map((city) => peerStatus(node, city)),
    journal: { entries, head },
    agreementsInForce: node.store.agreements
      .all()
      .filter((version) => agreementView(version, today).state === 'in-force')
      .map(({ id }) => id),
  };
};

function peerStatus({ members, courier, store: { messages } }: Node, city: City): PeerStatus {
  const member = members.get(city);
  const [oldest] = messages.waiting(city, 0, 1);
  const receipt = messages.lastReceipt(city);
  return {
    city,
    signsContract: member?.contracts.has(peerContract.digest) ?? false,
    cardSignedAt: member ? cardSignedAt(member) : null,
    circuit: courier.circuit(city),
    waiting: messages.countWaiting(city),
    waitingSince: oldest?.createdAt ?? null,
    lastReceiptAt: receipt === undefined ? null : receivedAt(receipt),
    refused: messages.countRefused(city),
  };
}

const cardSignedAt = ({ contracts }: Member): string | null =>
  [...contracts.values()].map(inUtc).sort().at(-1) ?? null;

/** Another city may write its instants in another zone. */
const inUtc = (instant: string): string => new Date(instant).toISOString();

/** The receipt was checked when it came. */
function receivedAt(signed: string): string {
  const { payload } = JSON.parse(signed) as { payload: string };
  return inUtc((JSON.parse(Buffer.from(payload, 'base64url').toString()) as Receipt).receivedAt);
}
