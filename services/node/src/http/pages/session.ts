import { randomBytes } from 'node:crypto';
import type { Arrival } from '../arrival.js';

/** Somebody who is logged in to the pages. It lives in memory only: a restart logs everybody out. */
export interface Session {
  readonly id: string;
  /** Who it is, by the identity provider; the name is shown to themselves only. */
  readonly staff: Arrival;
  readonly name: string;
  /** Stands in every form; what comes without it was not sent from a page of this session. */
  readonly formToken: string;
  /** With which the identity provider is told whom to log out. */
  readonly idToken: string;
  /** By the machine's clock, in milliseconds; see docs/decisions/0009. */
  readonly beganAt: number;
  readonly seenAt: number;
  /** The forms that it has sent, each by the mark that it was made with, and whether it was done: so that it is done once. */
  readonly sent: Map<string, Promise<boolean>>;
}

/** When a session ends, in milliseconds: after so long without a page, and after so long in any case. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface Sessions {
  begin(who: Pick<Session, 'staff' | 'name' | 'idToken'>): Session;
  /** The session, unless it has ended. Showing a page renews it; asking for a count in the background does not. */
  find(id: string, options: { readonly renew: boolean }): Session | undefined;
  /** When it ends if nothing is done until then. */
  endsAt(session: Session): number;
  end(id: string): void;
}

const mostSessions = 10_000;

/** Sessions in memory, of staff of one city. */
export function makeSessions({ idleMs, absoluteMs }: SessionLimits, now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const endsAt = ({ beganAt, seenAt }: Session) => Math.min(seenAt + idleMs, beganAt + absoluteMs);
  const isOver = (session: Session) => now() >= endsAt(session);
  return {
    begin(who) {
      for (const [id, session] of sessions) if (isOver(session)) sessions.delete(id);
      if (sessions.size >= mostSessions) sessions.delete(sessions.keys().next().value ?? '');
      const [beganAt, seenAt] = [now(), now()];
      const session = { ...who, id: secret(), formToken: secret(), beganAt, seenAt, sent: new Map() };
      sessions.set(session.id, session);
      return session;
    },
    find(id, { renew }) {
      const session = sessions.get(id);
      if (!session) return undefined;
      if (isOver(session)) {
        sessions.delete(id);
        return undefined;
      }
      const found = renew ? { ...session, seenAt: now() } : session;
      sessions.set(id, found);
      return found;
    },
    endsAt,
    end: (id) => void sessions.delete(id),
  };
}

const secret = () => randomBytes(32).toString('base64url');
