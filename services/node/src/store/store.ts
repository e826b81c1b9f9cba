import { join } from 'node:path';
import type { City } from '../domain/values.js';
import { type Agreements, openAgreements } from './agreements.js';
import { type Cases, openCases } from './cases.js';
import { type Changes, countChanges } from './changes.js';
import { type ContactPoints, openContactPoints } from './contact-points.js';
import { type Database, openDatabase } from './database.js';
import { type Drafts, openDrafts } from './drafts.js';
import { type Exclusions, openExclusions } from './exclusions.js';
import { type Invoices, openInvoices } from './invoices.js';
import { type Journal, openJournal } from './journal.js';
import { type Ledger, openLedger } from './ledger.js';
import { type Messages, openMessages } from './messages.js';
import { type Oversight, openOversight } from './oversight.js';
import { openProviders, type Providers } from './providers.js';
import { openSlots, type Slots } from './slots.js';
import { openStatements, type Statements } from './statements.js';
import { openVault, type Vault } from './vault.js';

/** The store of one city. */
export interface Store {
  readonly db: Database;
  readonly vault: Vault;
  readonly journal: Journal;
  readonly cases: Cases;
  readonly slots: Slots;
  readonly agreements: Agreements;
  readonly contactPoints: ContactPoints;
  readonly providers: Providers;
  readonly exclusions: Exclusions;
  readonly ledger: Ledger;
  readonly statements: Statements;
  readonly invoices: Invoices;
  readonly oversight: Oversight;
  readonly messages: Messages;
  readonly drafts: Drafts;
  readonly changes: Changes;
  /** Forgets what is kept in memory of the state, after work that was undone. */
  forget(): void;
  close(): void;
}

/**
 * Opens a city's store: `store.sqlite` and, apart from it, `keys.sqlite` in a folder, or both in memory when the folder
 * is `:memory:`. `sign` makes the city's signature over the journal's head.
 */
export function openStore(folder: string, city: City, sign: (hash: string) => string): Store {
  const file = (name: string) => (folder === ':memory:' ? folder : join(folder, name));
  const db = openDatabase(file('store.sqlite'));
  const vault = openVault(db, file('keys.sqlite'));
  const cases = openCases(db, vault);
  const agreements = openAgreements(db);
  return {
    db,
    vault,
    journal: openJournal(db, vault, sign),
    cases,
    slots: openSlots(db),
    agreements,
    contactPoints: openContactPoints(db),
    providers: openProviders(db, vault),
    exclusions: openExclusions(db),
    ledger: openLedger(db, city),
    statements: openStatements(db, city),
    invoices: openInvoices(db),
    oversight: openOversight(db),
    messages: openMessages(db, vault),
    drafts: openDrafts(db, vault),
    changes: countChanges(),
    forget() {
      cases.forget();
      agreements.forget();
    },
    close() {
      db.$client.close();
      vault.close();
    },
  };
}
