import type { Delivery } from '@storstad/contract';
import { decideAcknowledgeDelivery, type RefusedMessage } from '../domain/oversight.js';
import type { Node } from '../node.js';
import { otherCities } from '../node.js';
import type { OutboxRow, RefusedDelivery } from '../store/messages.js';
import { by, type DeskCommand } from './desk-command.js';

const shownAtMost = 1000;

/**
 * What another city has refused, and what it has not received yet; last what somebody has ticked off. Both nodes agree, or
 * they say so here.
 */
export const listDeliveries: DeskCommand<'listDeliveries'> = (node) => {
  const { messages } = node.store;
  const waiting = otherCities(node).flatMap((city) =>
    messages.waiting(city, 0, shownAtMost).map((row) => waitingDelivery(node, row)),
  );
  const deliveries = [
    ...messages.refused('open').map(refusedDelivery),
    ...waiting,
    ...messages.refused('acknowledged').map(refusedDelivery),
  ];
  return { deliveries: deliveries.slice(0, shownAtMost) };
};

/** Ticks off a message that another city has refused. */
export const acknowledgeDelivery: DeskCommand<'acknowledgeDelivery'> = (node, call) => {
  const { messages } = node.store;
  const { messageId } = call.params;
  return node.commit.decide<Delivery>(
    by(call, null),
    () => {
      const refused = messages.findRefused(messageId) as RefusedMessage | undefined;
      return decideAcknowledgeDelivery(call.staff, refused, call.body.note ?? null);
    },
    () => {
      const acknowledged = messages.findRefused(messageId);
      if (!acknowledged) throw new Error('The message is gone after it was ticked off');
      return refusedDelivery(acknowledged);
    },
  );
};

const waitingDelivery = ({ courier }: Node, row: OutboxRow): Delivery => {
  const { attempts, nextAttemptAt, lastProblem } = courier.state(row.messageId);
  const nothingDone = { acknowledgedAt: null, note: null };
  return { ...delivery(row), state: 'waiting', attempts, nextAttemptAt, lastProblem, ...nothingDone };
};

const refusedDelivery = (row: RefusedDelivery): Delivery => ({
  ...delivery(row),
  state: 'refused',
  attempts: 1,
  nextAttemptAt: null,
  lastProblem: row.refusalCode,
  acknowledgedAt: row.acknowledgedAt,
  note: row.note,
});

const delivery = ({ messageId, city, type, createdAt }: OutboxRow) => ({ messageId, city, type, createdAt });
