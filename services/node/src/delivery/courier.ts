import type { CircuitState, SignedDocument } from '@storstad/contract';
import type { Clock } from '../clock.js';
import type { City, Instant } from '../domain/values.js';
import type { Log } from '../log.js';
import type { Member, Members } from '../members.js';
import type { Messages, OutboxRow, WaitingMessage } from '../store/messages.js';
import { afterFailure, type Circuit, closedCircuit, isOpen, mayBeOnTheWay } from './circuit.js';
import type { SendToPeer } from './peer-client.js';
import { retryDelay } from './retry-policy.js';

/** What is known of the sending of one message. In memory only: a restarted node tries at once. */
export interface DeliveryState {
  readonly attempts: number;
  readonly nextAttemptAt: Instant | null;
  readonly lastProblem: string | null;
}

export interface Courier {
  /** There may be mail for these cities. */
  wake(cities: Iterable<City>): void;
  state(messageId: string): DeliveryState;
  /** Whether a city is worth trying now. */
  circuit(city: City): CircuitState;
  /** Tries everything now, whatever the waits; ends when nothing is on its way. For rehearsal. */
  tryAllNow(): Promise<void>;
  /** Starts nothing more, and ends when nothing is on its way. */
  stop(): Promise<void>;
}

export interface CourierParts {
  readonly members: Members;
  readonly own: City;
  readonly messages: Messages;
  readonly send: SendToPeer;
  /** Closes the message; false when it was no receipt for it. */
  readonly record: (peer: Member, row: OutboxRow, receipt: SignedDocument) => Promise<boolean>;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly log: Log;
  /** Messages to one city that may be on their way at once. */
  readonly atOnce: number;
}

/** Brings what is in the outbox to the other cities, one round for each city, until a signed receipt has come. */
export function makeCourier(parts: CourierParts): Courier {
  const rounds = new Map(
    [...parts.members.values()]
      .filter((member) => member.city !== parts.own)
      .map((member) => [member.city, new Round(parts, member)]),
  );
  return {
    wake(cities) {
      for (const city of cities) rounds.get(city)?.wake();
    },
    state(messageId) {
      const found = [...rounds.values()].map((round) => round.state(messageId)).find((state) => state);
      return found ?? { attempts: 0, nextAttemptAt: null, lastProblem: null };
    },
    circuit: (city) => rounds.get(city)?.circuit ?? 'closed',
    async tryAllNow() {
      await Promise.all([...rounds.values()].map((round) => round.tryNow()));
    },
    async stop() {
      await Promise.all([...rounds.values()].map((round) => round.stop()));
    },
  };
}

interface Failed {
  readonly attempts: number;
  readonly retryAt: number;
  readonly problem: string;
}

/** The round to one city. Messages of one thread go one after the other, others side by side. */
class Round {
  readonly #parts: CourierParts;
  readonly #peer: Member;
  /** Read from the outbox and not yet closed, by thread, in order. */
  readonly #threads = new Map<string, WaitingMessage[]>();
  readonly #onTheWay = new Set<string>();
  readonly #failed = new Map<string, Failed>();
  #readUpTo = 0;
  #mayBeMore = true;
  #circuit: Circuit = closedCircuit;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #whenQuiet: (() => void)[] = [];

  constructor(parts: CourierParts, peer: Member) {
    this.#parts = parts;
    this.#peer = peer;
  }

  /** There may be new mail. */
  wake(): void {
    this.#mayBeMore = true;
    this.#goOn();
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#startWhatIsDue();
    if (this.#onTheWay.size > 0) return;
    for (const quiet of this.#whenQuiet.splice(0)) quiet();
    this.#waitForNext();
  }

  state(messageId: string): DeliveryState | undefined {
    const failed = this.#failed.get(messageId);
    if (!failed) return undefined;
    const retryAt = Math.max(failed.retryAt, this.#circuit.retryAt);
    const nextAttemptAt = new Date(retryAt).toISOString() as Instant;
    return { attempts: failed.attempts, nextAttemptAt, lastProblem: failed.problem };
  }

  get circuit(): CircuitState {
    return isOpen(this.#circuit) ? 'open' : 'closed';
  }

  async tryNow(): Promise<void> {
    this.#circuit = closedCircuit;
    for (const [id, failed] of this.#failed) this.#failed.set(id, { ...failed, retryAt: 0 });
    await this.#quiet();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#quiet();
    clearTimeout(this.#timer);
  }

  #quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenQuiet.push(resolve);
      this.wake();
    });
  }

  #startWhatIsDue(): void {
    this.#readMore();
    const now = this.#parts.clock.wall().getTime();
    let room = mayBeOnTheWay(this.#circuit, this.#parts.atOnce, now) - this.#onTheWay.size;
    for (const [thread, [next]] of this.#threads) {
      if (room <= 0) return;
      if (!next || this.#onTheWay.has(thread) || (this.#failed.get(next.messageId)?.retryAt ?? 0) > now)
        continue;
      room -= 1;
      this.#onTheWay.add(thread);
      void this.#deliver(next);
    }
  }

  /** Takes up what has come into the outbox since the last time; a bounded number at once. */
  #readMore(): void {
    const most = 200;
    if (!this.#mayBeMore || this.#threads.size >= most) return;
    const rows = this.#parts.messages.waiting(this.#peer.city, this.#readUpTo, most);
    for (const row of rows) {
      this.#threads.set(row.thread, [...(this.#threads.get(row.thread) ?? []), row]);
      this.#readUpTo = row.position;
    }
    this.#mayBeMore = rows.length === most;
  }

  async #deliver(row: WaitingMessage): Promise<void> {
    const { parts, peer } = { parts: this.#parts, peer: this.#peer };
    try {
      const sent = await parts.send(peer, row.document, row.traceparent);
      if (sent.outcome !== 'answered') this.#failedOnce(row, sent.problem, sent.outcome === 'unreachable');
      else if (await parts.record(peer, row, sent.receipt)) this.#delivered(row);
      else this.#failedOnce(row, 'RECEIPT_INVALID', true);
    } catch (fault) {
      parts.log.error(
        { peer: peer.city, messageId: row.messageId, fault },
        'a receipt could not be recorded',
      );
      this.#failedOnce(row, 'INTERNAL_ERROR', true);
    }
    this.#onTheWay.delete(row.thread);
    this.#goOn();
  }

  #delivered(row: WaitingMessage): void {
    this.#circuit = closedCircuit;
    this.#failed.delete(row.messageId);
    const rest = (this.#threads.get(row.thread) ?? []).slice(1);
    if (rest.length > 0) this.#threads.set(row.thread, rest);
    else this.#threads.delete(row.thread);
    const { messageId, type } = row;
    this.#parts.log.info({ peer: this.#peer.city, messageId, messageType: type }, 'delivered');
  }

  #failedOnce(row: WaitingMessage, problem: string, isThePeers: boolean): void {
    const { clock, chance, log } = this.#parts;
    const now = clock.wall().getTime();
    const attempts = (this.#failed.get(row.messageId)?.attempts ?? 0) + 1;
    this.#failed.set(row.messageId, { attempts, retryAt: now + retryDelay(attempts, chance()), problem });
    this.#circuit = isThePeers ? afterFailure(this.#circuit, now, chance()) : closedCircuit;
    log.warn(
      { peer: this.#peer.city, messageId: row.messageId, attempt: attempts, problem },
      'not delivered',
    );
  }

  /** Sleeps until the first message or the peer is due again. */
  #waitForNext(): void {
    if (this.#stopped || this.#threads.size === 0) return;
    const now = this.#parts.clock.wall().getTime();
    const due = [...this.#threads.values()].map(
      ([next]) => this.#failed.get(next?.messageId ?? '')?.retryAt ?? 0,
    );
    const soonest = Math.max(Math.min(...due), isOpen(this.#circuit) ? this.#circuit.retryAt : 0);
    this.#timer = setTimeout(() => this.#goOn(), Math.max(10, soonest - now));
    this.#timer.unref();
  }
}
