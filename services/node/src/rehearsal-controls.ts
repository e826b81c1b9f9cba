import type { settableClock } from './clock.js';
import type { Courier } from './delivery/courier.js';
import type { SendToPeer } from './delivery/peer-client.js';
import type { City, Instant } from './domain/values.js';
import type { Messages } from './store/messages.js';

/** What the process that started a rehearsal node can ask of it, over the channel between parent and child. */
type Request = { readonly id: number } & (
  | { readonly do: 'set-clock'; readonly at: string }
  | { readonly do: 'cut' | 'mend'; readonly city: string }
  | { readonly do: 'deliver' }
);

/** A line between this node and a city, cut: nothing goes out. */
export function makeCuts(fromTheStart: readonly City[]): {
  cut(city: City): void;
  mend(city: City): void;
  guard(send: SendToPeer): SendToPeer;
} {
  const cutOff = new Set<City>(fromTheStart);
  return {
    cut: (city) => void cutOff.add(city),
    mend: (city) => void cutOff.delete(city),
    guard: (send) => async (peer, document, traceparent) =>
      cutOff.has(peer.city)
        ? { outcome: 'unreachable', problem: 'CUT_FOR_REHEARSAL' }
        : send(peer, document, traceparent),
  };
}

/** Listens to the parent process. Only for a node that was started with the rehearsal setting. */
export function listenToParent(parts: {
  readonly clock: ReturnType<typeof settableClock>;
  readonly cuts: ReturnType<typeof makeCuts>;
  readonly courier: Courier;
  readonly messages: Messages;
  readonly cities: readonly City[];
}): void {
  async function answer(request: Request): Promise<object> {
    switch (request.do) {
      case 'set-clock': {
        const at = request.at === 'real' ? 'real' : Date.parse(request.at);
        if (Number.isNaN(at)) return { ok: false, problem: 'at must be an RFC 3339 instant or real' };
        parts.clock.set(at === 'real' ? at : (new Date(at).toISOString() as Instant));
        return { ok: true };
      }
      case 'cut':
      case 'mend':
        parts.cuts[request.do](request.city as City);
        return { ok: true };
      case 'deliver':
        await parts.courier.tryAllNow();
        return {
          ok: true,
          waiting: Object.fromEntries(parts.cities.map((city) => [city, parts.messages.countWaiting(city)])),
        };
    }
  }
  process.on('message', (request: Request) => {
    void answer(request).then((result) => process.send?.({ id: request.id, ...result }));
  });
}
