import { asc, eq } from 'drizzle-orm';
import { providerThread } from '../domain/event.js';
import type { ProviderEvent } from '../domain/money-event.js';
import type { Provider } from '../domain/provider.js';
import type { ProviderId } from '../domain/values.js';
import type { Database } from './database.js';
import { providers } from './schema.js';
import type { Vault } from './vault.js';

/** The city's register of providers, each encrypted with a key of its own. One whose key is destroyed is gone. */
export interface Providers {
  /** In the order in which they were put there. */
  all(): Provider[];
  find(id: ProviderId): Provider | undefined;
  apply(event: ProviderEvent): void;
}

/** Opens the table of providers. */
export function openProviders(db: Database, vault: Vault): Providers {
  const open = ({ id, file }: { id: string; file: Buffer }): Provider[] => {
    const text = vault.decrypt(providerThread(id as ProviderId), file);
    return text === undefined ? [] : [JSON.parse(text) as Provider];
  };
  const seal = (provider: Provider) =>
    vault.encrypt(providerThread(provider.id as ProviderId), JSON.stringify(provider));
  const find = (id: ProviderId) =>
    db.select().from(providers).where(eq(providers.id, id)).all().flatMap(open)[0];

  return {
    all: () => db.select().from(providers).orderBy(asc(providers.position)).all().flatMap(open),
    find,
    apply(event) {
      const id = event.providerId;
      if (event.type === 'provider-registered') {
        const file = seal({ id, ...event.sealed, licenceChecks: [], decisions: [] });
        db.insert(providers).values({ id, file }).run();
        return;
      }
      const before = find(id);
      if (!before) throw new Error(`No provider for event ${event.type}`);
      db.update(providers)
        .set({ file: seal(after(before, event)) })
        .where(eq(providers.id, id))
        .run();
    },
  };
}

function after(before: Provider, event: Exclude<ProviderEvent, { type: 'provider-registered' }>): Provider {
  if (event.type === 'licence-checked')
    return { ...before, licenceChecks: [...before.licenceChecks, event.licence] };
  const { decision, replaces } = event;
  const earlier = before.decisions.map((known) =>
    known.id === replaces ? { ...known, replacedBy: decision.id } : known,
  );
  return { ...before, decisions: [...earlier, { ...decision, replacedBy: null }] };
}
