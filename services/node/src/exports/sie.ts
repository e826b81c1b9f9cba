import type { Accounting, AccountUse } from '../city-settings.js';
import { inCodePage437, writable } from './code-page-437.js';
import { kronor } from './kronor.js';
import { type Voucher, voucherTexts } from './vouchers.js';

/** What a SIE file says: whose it is, by which accounts, and its vouchers. */
export interface VoucherFile {
  readonly programVersion: string;
  readonly organisationNumber: string;
  readonly cityName: string;
  readonly accounting: Accounting;
  /** The day on which it is made. */
  readonly generatedOn: string;
  readonly vouchers: readonly Voucher[];
}

/**
 * Vouchers as a SIE file of type 4I (SIE-gruppen, format 4B): the flag, who it is from, dimensions and accounts, vouchers,
 * in this order; a record a line, each ended by a line feed; code page 437.
 */
export const sieFile = (file: VoucherFile): Buffer => inCodePage437(`${sieRecords(file).join('\n')}\n`);

function sieRecords(file: VoucherFile): string[] {
  const { dimensions, accounts } = file.accounting;
  return [
    '#FLAGGA 0',
    `#PROGRAM ${field('Storstad exchange')} ${field(file.programVersion)}`,
    '#FORMAT PC8',
    `#GEN ${day(file.generatedOn)}`,
    '#SIETYP 4',
    `#ORGNR ${file.organisationNumber}`,
    `#FNAMN ${field(file.cityName)}`,
    ...dimensions.map(({ number, name }) => `#DIM ${number} ${field(name)}`),
    ...dimensions.map(
      ({ number, object, objectName }) => `#OBJEKT ${number} ${field(object)} ${field(objectName)}`,
    ),
    ...accountRecords(accounts),
    ...file.vouchers.flatMap((voucher) => voucherRecords(voucher, objectList(dimensions))),
  ];
}

/** One record for each account, also where a city uses one account for two things. */
function accountRecords(accounts: Accounting['accounts']): string[] {
  const names = new Map<string, string>();
  for (const [use, account] of Object.entries(accounts) as [AccountUse, string][])
    names.set(account, names.get(account) ?? voucherTexts.accounts[use]);
  return [...names].sort().map(([account, name]) => `#KONTO ${account} ${field(name)}`);
}

const objectList = (dimensions: Accounting['dimensions']): string =>
  `{${dimensions.map(({ number, object }) => `${number} ${field(object)}`).join(' ')}}`;

/** @throws Error when the voucher does not sum to zero: a bug in what made it. */
function voucherRecords({ date, text, transactions }: Voucher, objects: string): string[] {
  const sum = transactions.reduce((total, { amountOre }) => total + BigInt(amountOre), 0n);
  if (sum !== 0n) throw new Error(`The voucher of ${date} sums to ${sum} öre`);
  return [
    `#VER "" "" ${day(date)} ${field(text)}`,
    '{',
    ...transactions.map(({ account, amountOre }) => `#TRANS ${account} ${objects} ${kronor(amountOre)}`),
    '}',
  ];
}

/** `2025-12-31` as `20251231`. */
const day = (date: string): string => date.replaceAll('-', '');

/**
 * A text as a field: in quotes, its own quotes escaped, no control characters. A backslash would escape what follows and
 * has no escape of its own, so it becomes a slash.
 */
const field = (text: string): string =>
  `"${writable(text)
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('\\', '/')
    .replaceAll('"', '\\"')}"`;
