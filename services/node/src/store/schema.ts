import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The store of one city. Two kinds of tables: what is kept for good (journal, sealed parts, inbox, outbox with the
 * documents), and the state, which comes from the journal's events alone and can be made again from them. Drafts are
 * neither: nothing has happened yet.
 */

/** Every event, refusal and reading, chained by hash. Only ever added to: triggers see to it. */
export const journal = sqliteTable('journal', {
  seq: integer('seq').primaryKey(),
  entry: text('entry').notNull(),
  previous: text('previous'),
  hash: text('hash').notNull(),
});

/** This city's signature over the chain's head after each transaction; it covers all entries before it. */
export const journalSeals = sqliteTable('journal_seals', {
  seq: integer('seq').primaryKey(),
  signature: text('signature').notNull(),
});

/** The part of an event that concerns a person, encrypted with its thread's key. */
export const sealedParts = sqliteTable('sealed_parts', {
  seq: integer('seq').primaryKey(),
  thread: text('thread').notNull(),
  ciphertext: blob('ciphertext', { mode: 'buffer' }).notNull(),
});

/** Which key of the key file belongs to a thread. Without the key, what the thread has here is gone. */
export const threadKeys = sqliteTable(
  'thread_keys',
  { thread: text('thread').primaryKey(), keyNumber: integer('key_number').notNull() },
  (table) => [uniqueIndex('thread_keys_number').on(table.keyNumber)],
);

/** The cases that wait for a police liaison: to the letter as in the index that finds them. */
export const ofPolice = sql`waiting_for_police = 1 or police_due_on is not null`;

/** Cases in which the person has come, by what the index `cases_with_stay` has. */
export const withStay = sql`state in ('in-progress', 'departed', 'completed')`;

export const cases = sqliteTable(
  'cases',
  {
    id: text('id').primaryKey(),
    side: text('side', { enum: ['home', 'receiving'] }).notNull(),
    state: text('state').notNull(),
    unit: text('unit'),
    otherCity: text('other_city'),
    agreement: text('agreement'),
    updatedAt: text('updated_at').notNull(),
    /** The whole case as JSON, encrypted with the case's key. */
    file: blob('file', { mode: 'buffer' }).notNull(),
    assignee: text('assignee'),
    nextDueOn: text('next_due_on'),
    /** Null only in what an earlier version wrote, until the case changes. */
    waitingForPolice: integer('waiting_for_police', { mode: 'boolean' }),
    urgent: integer('urgent', { mode: 'boolean' }).notNull().default(false),
    /** When a register check is due. */
    policeDueOn: text('police_due_on'),
  },
  (table) => [
    // All that lists and counts ask for, so that neither reads the large rows of the table.
    index('cases_listed').on(
      table.updatedAt,
      table.id,
      table.unit,
      table.side,
      table.state,
      table.otherCity,
      table.assignee,
      table.nextDueOn,
      table.waitingForPolice,
      table.urgent,
    ),
    index('cases_due')
      .on(table.urgent, table.nextDueOn, table.id, table.unit)
      .where(sql`next_due_on is not null`),
    index('cases_running').on(table.agreement, table.side, table.state),
    index('cases_of_police').on(table.waitingForPolice, table.policeDueOn, table.id).where(ofPolice),
    index('cases_with_stay').on(table.id).where(withStay),
  ],
);

/** The places within the quota. The primary key is what keeps two cases from one place. */
export const slots = sqliteTable(
  'slots',
  {
    agreement: text('agreement').notNull(),
    direction: text('direction', { enum: ['sent', 'received'] }).notNull(),
    number: integer('number').notNull(),
    /** Null when the place is free again. */
    caseId: text('case_id'),
  },
  (table) => [
    primaryKey({ columns: [table.agreement, table.direction, table.number] }),
    index('slots_free').on(table.agreement, table.direction, table.number).where(sql`case_id is null`),
    index('slots_of_case').on(table.caseId),
  ],
);

export const agreements = sqliteTable('agreements', {
  position: integer('position').primaryKey(),
  id: text('id').notNull().unique(),
  version: text('version').notNull(),
});

/** How each city is reached and what it offers, as it last said. */
export const contactPoints = sqliteTable('contact_points', {
  city: text('city').primaryKey(),
  contactPoint: text('contact_point').notNull(),
});

/**
 * The lines of the ledger. The table is clustered (WITHOUT ROWID, see the migration) in the order of statements, so that a
 * year is read from one place of the disk.
 */
export const costLines = sqliteTable(
  'cost_lines',
  {
    otherCity: text('other_city').notNull(),
    /** The day that decides which statement the line belongs to. */
    bookedOn: text('booked_on').notNull(),
    id: text('id').notNull(),
    caseId: text('case_id').notNull(),
    agreement: text('agreement').notNull(),
    state: text('state', { enum: ['sent', 'posted', 'refused'] }).notNull(),
    refusalCode: text('refusal_code'),
    /** Kept out of statements by a dispute. */
    frozen: integer('frozen', { mode: 'boolean' }).notNull().default(false),
    /** There is or was a dispute about it; what it says lies in the case. */
    questioned: integer('questioned', { mode: 'boolean' }).notNull().default(false),
    reverses: text('reverses'),
    /** Whether this city is the one that carried the service out. */
    carriedOut: integer('carried_out', { mode: 'boolean' }).notNull(),
    stayDays: integer('stay_days').notNull(),
    amountOre: integer('amount_ore').notNull(),
    /** RFC 8785 JSON of the CostLine: the payload of the signature. */
    line: text('line').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.otherCity, table.bookedOn, table.id] }),
    uniqueIndex('cost_lines_id').on(table.id),
    index('cost_lines_by_case').on(table.caseId),
    // All that is summed up, so that a sum over a year does not read the lines themselves.
    index('cost_lines_summed').on(
      table.otherCity,
      table.state,
      table.frozen,
      table.bookedOn,
      table.agreement,
      table.carriedOut,
      table.stayDays,
      table.amountOre,
      table.caseId,
    ),
    index('cost_lines_questioned').on(table.otherCity, table.bookedOn).where(sql`questioned = 1`),
    index('cost_lines_reversals').on(table.reverses).where(sql`reverses is not null`),
  ],
);

/** The signature of each line, apart from the lines: a statement is compared without it. Only ever added to. */
export const costLineSignatures = sqliteTable('cost_line_signatures', {
  id: text('id').primaryKey(),
  /** What the signed document has besides its payload, as JSON. */
  signature: text('signature').notNull(),
});

/** Double entry: two rows for each posted line, whose sum is zero. Only ever added to. */
export const postings = sqliteTable(
  'postings',
  {
    lineId: text('line_id').notNull(),
    city: text('city').notNull(),
    amountOre: integer('amount_ore').notNull(),
    days: integer('days').notNull(),
    cause: text('cause', { enum: ['cost-line', 'reversal'] }).notNull(),
    /** SHA-256 of the signed document's payload. */
    document: text('document').notNull(),
  },
  (table) => [primaryKey({ columns: [table.lineId, table.city] })],
);

/** What the posted lines add up to, kept with each of them, so that a balance costs the same however many there are. */
export const balances = sqliteTable(
  'balances',
  {
    otherCity: text('other_city').notNull(),
    agreement: text('agreement').notNull(),
    /** `YYYY-MM`, of the days the lines were posted on. */
    month: text('month').notNull(),
    lines: integer('lines').notNull(),
    casesSent: integer('cases_sent').notNull(),
    casesReceived: integer('cases_received').notNull(),
    /** What this city has done for the other; the rest of the net ones is the reverse. */
    carriedOutDays: integer('carried_out_days').notNull().default(0),
    carriedOutOre: integer('carried_out_ore').notNull().default(0),
    netDays: integer('net_days').notNull(),
    netOre: integer('net_ore').notNull(),
    disputedLines: integer('disputed_lines').notNull(),
    disputedOre: integer('disputed_ore').notNull(),
  },
  (table) => [primaryKey({ columns: [table.otherCity, table.agreement, table.month] })],
);

export const statements = sqliteTable(
  'statements',
  {
    id: text('id').primaryKey(),
    otherCity: text('other_city').notNull(),
    state: text('state', { enum: ['proposed', 'signed', 'refused', 'declined', 'shared'] }).notNull(),
    fromDay: text('from_day').notNull(),
    untilDay: text('until_day').notNull(),
    statement: text('statement').notNull(),
  },
  (table) => [index('statements_by_city').on(table.otherCity, table.fromDay)],
);

/** Messages to other cities. A row is closed by a signed receipt and by nothing else. */
export const outbox = sqliteTable(
  'outbox',
  {
    position: integer('position').primaryKey(),
    messageId: text('message_id').notNull().unique(),
    city: text('city').notNull(),
    type: text('type').notNull(),
    thread: text('thread').notNull(),
    subject: text('subject').notNull(),
    /** Of the payload's exact bytes. */
    digest: text('digest').notNull(),
    /** The signed document. What it says lies sealed to the other city; this one cannot open it. */
    document: text('document').notNull(),
    state: text('state', { enum: ['waiting', 'accepted', 'refused'] }).notNull(),
    receipt: text('receipt'),
    refusalCode: text('refusal_code'),
    traceparent: text('traceparent'),
    createdAt: text('created_at').notNull(),
    /** What it said as it left, encrypted with its thread's key; null in what an earlier version wrote. */
    content: blob('content', { mode: 'buffer' }),
  },
  (table) => [
    index('outbox_open').on(table.state, table.city, table.position).where(sql`state <> 'accepted'`),
    index('outbox_receipts').on(table.city, table.position).where(sql`receipt is not null`),
  ],
);

/** Messages from other cities, each with the receipt it got. */
export const inbox = sqliteTable(
  'inbox',
  {
    city: text('city').notNull(),
    messageId: text('message_id').notNull(),
    thread: text('thread').notNull(),
    digest: text('digest').notNull(),
    /** The signed document, encrypted with its thread's key; null for a message that was refused. */
    document: blob('document', { mode: 'buffer' }),
    receipt: text('receipt').notNull(),
    /** As JSON, of a message that was refused: what places it in its thread. */
    envelope: text('envelope'),
  },
  (table) => [primaryKey({ columns: [table.city, table.messageId] })],
);

/** The last message of each sender in each thread: the next one must name its digest. */
export const threadHeads = sqliteTable(
  'thread_heads',
  {
    thread: text('thread').notNull(),
    city: text('city').notNull(),
    direction: text('direction', { enum: ['out', 'in'] }).notNull(),
    digest: text('digest').notNull(),
  },
  (table) => [primaryKey({ columns: [table.thread, table.city, table.direction] })],
);

/** The city's own register of providers, in the order in which they were put there. */
export const providers = sqliteTable('providers', {
  position: integer('position').primaryKey(),
  id: text('id').notNull().unique(),
  /** The whole provider as JSON, encrypted with its own key. */
  file: blob('file', { mode: 'buffer' }).notNull(),
});

/** Exclusions of all cities, each with a mark of whom it is about. */
export const exclusions = sqliteTable(
  'exclusions',
  {
    city: text('city').notNull(),
    id: text('id').notNull(),
    notice: text('notice').notNull(),
    replacedBy: text('replaced_by'),
  },
  (table) => [primaryKey({ columns: [table.city, table.id] })],
);
/** What providers bill for services in the cases that this city has received. */
export const invoices = sqliteTable(
  'invoices',
  {
    position: integer('position').primaryKey(),
    id: text('id').notNull().unique(),
    caseId: text('case_id').notNull(),
    providerId: text('provider_id').notNull(),
    number: text('number').notNull(),
    service: text('service').notNull(),
    fromDay: text('from_day').notNull(),
    untilDay: text('until_day').notNull(),
    invoice: text('invoice').notNull(),
    /** The cost line by which the home city is charged for it. */
    chargedBy: text('charged_by'),
  },
  (table) => [
    uniqueIndex('invoices_number').on(table.providerId, table.number),
    index('invoices_by_case').on(table.caseId, table.providerId, table.service, table.position),
  ],
);

/** Random samples of invoices. Only ever added to. */
export const invoiceSamples = sqliteTable('invoice_samples', {
  position: integer('position').primaryKey(),
  id: text('id').notNull().unique(),
  sample: text('sample').notNull(),
});

/** Why somebody reads a case that is not their own: the newest reason, which holds on the day it was given. */
export const readingReasons = sqliteTable(
  'reading_reasons',
  {
    staff: text('staff').notNull(),
    caseId: text('case_id').notNull(),
    givenOn: text('given_on').notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [primaryKey({ columns: [table.staff, table.caseId] })],
);

/** That somebody has gone through the readings of some days. Only ever added to. */
export const readingReviews = sqliteTable('reading_reviews', {
  position: integer('position').primaryKey(),
  review: text('review').notNull(),
});

/** Refused messages that somebody has ticked off. Only ever added to. */
export const acknowledgements = sqliteTable('acknowledgements', {
  messageId: text('message_id').primaryKey(),
  at: text('at').notNull(),
  staff: text('staff').notNull(),
  note: text('note'),
});

/** Who has logged in to the pages, with the roles and units that the token named the last time. */
export const staffMembers = sqliteTable('staff_members', {
  staff: text('staff').primaryKey(),
  roles: text('roles').notNull(),
  units: text('units').notNull(),
  lastLogInAt: text('last_log_in_at').notNull(),
});

/** What somebody has begun to write before there is a case. It is changed, and goes away with its key. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text('id').primaryKey(),
    staff: text('staff').notNull(),
    changedAt: text('changed_at').notNull(),
    /** Encrypted with the draft's own key. */
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (table) => [
    index('drafts_by_staff').on(table.staff, table.changedAt),
    index('drafts_by_change').on(table.changedAt),
  ],
);
