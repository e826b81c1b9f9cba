import { verify } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type BookedCostLine,
  type ContractSignature,
  type MemberCard,
  peerContract,
  schemaValidator,
} from '@storstad/contract';
import { contractSignatureType, readMembers } from '@storstad/members';
import { importSigningKey, type PrivateJwk, publicJwk, signDocument } from '@storstad/signing';
import { machineClock } from './clock.js';
import { periodOfStatement } from './domain/statement.js';
import type { City } from './domain/values.js';

import { importInvoiceFile } from './import-invoices.js';
import { publicLogInKey } from './log-in-key.js';
import { makeSecrets, readLogInKey, readPrivateJwks, readSecrets, secretUses } from './secrets.js';
import { checkStore } from './store/check-store.js';
import { compareLedgers } from './store/compare-ledgers.js';
import { openStore } from './store/store.js';

/** What an operator does by hand, away from the running node. Returns the exit status. */
const commands: Readonly<Record<string, (args: string[]) => number | Promise<number>>> = {
  'make-keys': makeKeys,
  'show-log-in-key': showLogInKey,
  'make-member-card': makeMemberCard,
  'check-store': checkStoreFolder,
  'compare-ledgers': compareStores,
  'import-invoices': importInvoices,
};

const [name = '', ...rest] = process.argv.slice(2);
const command = commands[name];
process.exitCode = command ? await tell(() => command(rest)) : usage();

function usage(): number {
  return complain(
    [
      'usage: storstad-node make-keys --secrets DIR [--only signing|sealing|log-in]',
      '       storstad-node show-log-in-key --secrets DIR',
      '       storstad-node make-member-card --city C --name N --organisation-number NNNNNN-NNNN --peer-url URL',
      '                                      --secrets DIR --out FILE',
      '       storstad-node check-store --city C --data DIR --members DIR',
      '       storstad-node compare-ledgers --city A --data DIR --other-city B --other-data DIR',
      '                                     --from YYYY-MM-DD --until YYYY-MM-DD [--agreement ID]',
      '       storstad-node import-invoices --desk URL --token-file FILE --file FILE --out RESULTS.csv',
    ].join('\n'),
  );
}

function complain(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
}

async function tell(run: () => number | Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (fault) {
    return complain(fault instanceof Error ? fault.message : String(fault));
  }
}

function makeKeys(args: string[]): number {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { secrets: text, only: text } });
  const uses = values.only ? secretUses.filter((use) => use === values.only) : secretUses;
  if (!values.secrets || uses.length === 0) return usage();
  const made = makeSecrets(values.secrets, uses);
  if (!made.ok) return complain(made.problem);
  process.stdout.write(`Keys are in ${values.secrets}. Keep a copy where no one else can read it.\n`);
  return 0;
}

/** What the identity provider is given, so that it knows the pages: a JWK Set with the public key. */
function showLogInKey(args: string[]): number {
  const { values } = parseArgs({ args, options: { secrets: { type: 'string' } } });
  if (!values.secrets) return usage();
  const read = readLogInKey(values.secrets);
  if (!read.ok) return complain(read.problems.join('\n'));
  process.stdout.write(`${JSON.stringify({ keys: [publicLogInKey(read.key)] }, null, 2)}\n`);
  return 0;
}

function makeMemberCard(args: string[]): number {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      city: text,
      name: text,
      'organisation-number': text,
      'peer-url': text,
      secrets: text,
      out: text,
    },
  });
  const { city, name, secrets, out } = values;
  const organisationNumber = values['organisation-number'];
  const peerUrl = values['peer-url'];
  if (!city || !name || !secrets || !out || !organisationNumber || !peerUrl) return usage();
  const usable = readSecrets(secrets);
  if (!usable.ok) return complain(usable.problems.join('\n'));
  const jwks = readPrivateJwks(secrets);
  const card: MemberCard = {
    city,
    name,
    organisationNumber,
    peerUrl,
    signingKeys: [publicJwk(jwks.signing as PrivateJwk) as MemberCard['signingKeys'][number]],
    sealingKey: publicJwk(jwks.sealing as PrivateJwk) as MemberCard['sealingKey'],
    contracts: [signContract(city, jwks.signing)],
  };
  const [violation] = schemaValidator(peerContract, 'MemberCard')(card);
  if (violation) return complain(`The card would not be right: ${violation.at} ${violation.message}.`);
  writeFileSync(out, `${JSON.stringify(card, null, 2)}\n`);
  process.stdout.write(`The member card is ${out}. Hand it to the other cities by a way you trust.\n`);
  return 0;
}

/** Checks a store against its journal. The node may run meanwhile; stop it for an exact answer. */
function checkStoreFolder(args: string[]): number {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { city: text, data: text, members: text } });
  if (!values.city || !values.data || !values.members) return usage();
  if (!existsSync(join(values.data, 'store.sqlite'))) return complain(`There is no store in ${values.data}.`);
  const read = readMembers<City>(values.members);
  if (!read.ok) return complain(read.problems.join('\n'));
  const city = values.city as City;
  const keys = [...(read.members.get(city)?.verifyKeys.values() ?? [])];
  const isOurs = (hash: string, signature: string) =>
    keys.some((key) => verify(null, Buffer.from(hash), key.keyObject, Buffer.from(signature, 'base64url')));
  const store = openStore(values.data, city, () => '');
  const { entries, erased, findings } = checkStore(store, city, isOurs);
  store.close();
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  process.stdout.write(
    `${entries} journal entries, ${erased} erased cases, ${findings.length === 0 ? 'all is well' : `${findings.length} findings`}.\n`,
  );
  return findings.length === 0 ? 0 : 1;
}

/** Compares the stores of two cities, or copies of them, line by line. */
function compareStores(args: string[]): number {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      city: text,
      data: text,
      'other-city': text,
      'other-data': text,
      from: text,
      until: text,
      agreement: text,
    },
  });
  const { city, data, from, until, agreement } = values;
  const [otherCity, otherData] = [values['other-city'], values['other-data']];
  if (!city || !data || !otherCity || !otherData || !from || !until) return usage();
  const { alike, differs } = compareLedgers(
    { city: city as City, folder: data },
    { city: otherCity as City, folder: otherData },
    periodOfStatement({ from, until, agreement: agreement ?? null }),
  );
  if (!differs) {
    process.stdout.write(`${alike} lines, alike in both stores.\n`);
    return 0;
  }
  const said = (line: BookedCostLine | null) => (line ? JSON.stringify(line) : 'nothing');
  process.stderr.write(
    `After ${alike} lines that are alike, line ${(differs.one ?? differs.other)?.line.id} differs.\n` +
      `${city}: ${said(differs.one)}\n${otherCity}: ${said(differs.other)}\n`,
  );
  return 1;
}

/** Sends a file of invoices to a running desk. Status 1 when some rows were rejected; what became of each is in the result. */
async function importInvoices(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { desk: text, 'token-file': text, file: text, out: text } });
  const { desk, file, out } = values;
  const tokenFile = values['token-file'];
  if (!desk || !tokenFile || !file || !out) return usage();
  const end = process.stderr.isTTY ? '\r' : '\n';
  const say = (progress: string) => process.stderr.write(`${progress}${end}`);
  const { rejected } = await importInvoiceFile({ desk, tokenFile, file, out, say });
  process.stdout.write(`What became of each row is in ${out}.\n`);
  return rejected === 0 ? 0 : 1;
}

/** The city's word that it accepts this version of the peer contract. */
function signContract(city: string, jwk: unknown) {
  const key = importSigningKey(jwk);
  if (!key.ok) throw new Error(`The signing key cannot be used (${key.problem}).`);
  const { version, digest } = peerContract;
  const signature: ContractSignature = {
    contract: 'peer',
    version,
    digest,
    city,
    signedAt: machineClock.now(),
  };
  return signDocument(JSON.stringify(signature), contractSignatureType, key.key);
}
