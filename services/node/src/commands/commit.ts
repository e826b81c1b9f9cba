import type { Statement } from 'better-sqlite3';
import type { Clock } from '../clock.js';
import type { Circumstances } from '../domain/circumstances.js';
import type { Decided } from '../domain/event.js';
import { isRefusal, type Refusal } from '../domain/refusal.js';
import type { City, Instant, Thread } from '../domain/values.js';
import { circumstances } from '../node.js';
import { applyEvent } from '../store/apply-event.js';
import type { Actor, JournalEvent } from '../store/journal.js';
import { putInOutbox, type Sender } from './outgoing.js';

/** Who asks for what, for the journal and the trace. */
export interface By {
  readonly actor: Actor;
  readonly operation: string;
  readonly thread: Thread | null;
  readonly traceparent: string | null;
}

/** What work inside a write transaction can do. */
export interface Writing {
  readonly around: Circumstances;
  /** Writes what was decided: journal, state, postings, messages. */
  carryOut(decided: Decided, by: By): void;
  /** Records that something was refused. */
  recordRefusal(refusal: Pick<Refusal, 'facts'> & { readonly refusal: string }, by: By): void;
  /** Adds an entry that changes no state. */
  note(event: JournalEvent, by: By): void;
}

/**
 * The only write transaction in the program. Work that is asked for in the same turn of the event loop shares one
 * transaction and one flush to disk, each in a savepoint of its own: it is written whole or not at all, and nobody is
 * answered before it is on disk. Work is synchronous; the type forbids promises, since what runs after an await would
 * write outside the transaction.
 */
export interface Committer {
  /** Runs work in the next transaction. */
  transact<T>(work: (writing: Writing) => T extends Promise<unknown> ? never : T): Promise<T>;
  /** Decides and carries out, or records the refusal; `answer` is read in the same transaction. */
  decide<T>(
    by: By,
    decide: (around: Circumstances) => Decided | Refusal,
    answer: (around: Circumstances) => T extends Promise<unknown> ? never : T,
  ): Promise<T | Refusal>;
}

interface Job {
  run(writing: Writing): void;
  succeed(): void;
  fail(fault: unknown): void;
}

/** Makes the committer of a node. `onMessages` hears, after the commit, which cities have mail waiting. */
export function makeCommitter(
  sender: Sender,
  clock: Clock,
  onMessages: (cities: ReadonlySet<City>) => void,
): Committer {
  const { store } = sender;
  const [savepoint, undo, release] = ['SAVEPOINT job', 'ROLLBACK TO job', 'RELEASE job'].map((statement) =>
    store.db.$client.prepare(statement),
  ) as [Statement, Statement, Statement];
  let queue: Job[] = [];

  function flush() {
    const jobs = queue;
    queue = [];
    const mail = new Set<City>();
    let done: Job[] = [];
    try {
      store.vault.provide(jobs.length * 2);
      done = runTogether(jobs, clock.now(), mail);
    } catch (fault) {
      store.forget();
      for (const job of jobs) job.fail(fault);
      return;
    }
    for (const job of done) job.succeed();
    if (mail.size > 0) onMessages(mail);
  }

  /** One transaction for all; a job that fails is undone alone. Returns those that were written. */
  function runTogether(jobs: readonly Job[], now: Instant, mail: Set<City>): Job[] {
    return store.db.transaction(
      () => {
        const done: Job[] = [];
        const writing = writingAt(now, mail);
        for (const job of jobs) {
          savepoint.run();
          try {
            job.run(writing);
            done.push(job);
          } catch (fault) {
            undo.run();
            store.forget();
            job.fail(fault);
          }
          release.run();
        }
        store.journal.seal();
        return done;
      },
      { behavior: 'immediate' },
    );
  }

  function writingAt(now: Instant, mail: Set<City>): Writing {
    const surroundings = { ...sender, signingKey: sender.secrets.signingKey };
    return {
      around: circumstances(surroundings, now),
      carryOut({ events, messages }, { actor, traceparent }) {
        for (const event of events) {
          store.journal.append(event, actor, now);
          applyEvent(store, event, now);
        }
        for (const message of messages) {
          putInOutbox(sender, message, now, traceparent);
          mail.add(message.to);
        }
      },
      recordRefusal({ refusal: code, facts }, { actor, operation, thread }) {
        store.journal.append({ type: 'refused', operation, thread, code, facts }, actor, now);
      },
      note: (event, { actor }) => store.journal.append(event, actor, now),
    };
  }

  function transact<T>(work: (writing: Writing) => T extends Promise<unknown> ? never : T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (queue.length === 0) setImmediate(flush);
      let result: T;
      queue.push({
        run: (writing) => {
          result = work(writing);
        },
        succeed: () => resolve(result),
        fail: reject,
      });
    });
  }

  return {
    transact,
    decide: (by, decide, answer) =>
      transact<never>((writing) => {
        const outcome = decide(writing.around);
        if (isRefusal(outcome)) {
          writing.recordRefusal(outcome, by);
          return outcome as never;
        }
        writing.carryOut(outcome, by);
        return answer(writing.around) as never;
      }),
  };
}
