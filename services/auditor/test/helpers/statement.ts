// Statements as a node would export them, made by hand: nothing here is taken from what writes or reads them.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CostLine, type MemberCard, peerContract, type StatementDocument } from '@storstad/contract';
import { canonicalJson } from '@storstad/evidence';
import {
  importSigningKey,
  makeKeyPair,
  publicJwk,
  type SignedDocument,
  type SigningKey,
  signDocument,
} from '@storstad/signing';
import type { Test } from 'tap';
import { audit } from '../../src/index.js';

const keys = new Map<string, SigningKey>();
const cards = new Map<string, MemberCard>();
for (const city of ['goteborg', 'malmo', 'stockholm']) {
  const pair = makeKeyPair('signing');
  const imported = importSigningKey(pair);
  if (!imported.ok) throw new Error(imported.problem);
  keys.set(city, imported.key);
  const signature = {
    contract: 'peer',
    version: peerContract.version,
    digest: peerContract.digest,
    city,
    signedAt: '2025-01-01T00:00:00.000Z',
  };
  cards.set(city, {
    city,
    name: city,
    organisationNumber: '000000-0000',
    peerUrl: 'http://127.0.0.1:1/peer/v1',
    signingKeys: [publicJwk(pair) as MemberCard['signingKeys'][number]],
    sealingKey: publicJwk(makeKeyPair('sealing')) as MemberCard['sealingKey'],
    contracts: [signDocument(JSON.stringify(signature), 'storstad-contract+json', imported.key)],
  });
}

/** Signs by the key of a city. */
export const sign = (city: string, payload: string, typ = 'storstad-cost-line+json'): SignedDocument =>
  signDocument(payload, typ, keys.get(city) as SigningKey);

/** A cost line between Stockholm and Malmö; `n` makes its id. */
export const line = (n: number, said: Partial<CostLine> = {}): CostLine => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  caseId: '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11',
  agreement: '2025',
  homeCity: 'stockholm',
  receivingCity: 'malmo',
  source: 'own',
  service: 'outpatient-treatment',
  externalServiceId: null,
  from: '2025-02-03',
  until: '2025-02-13',
  days: 10,
  leaveDays: 0,
  stayDays: 10,
  dayRateOre: 90000,
  leaveDayRateOre: 0,
  deductionOre: 0,
  expectedOre: 900000,
  amountOre: 900000,
  postedOn: '2025-05-15',
  reverses: null,
  ...said,
});

export interface BookedLine {
  readonly bookedOn: string;
  readonly line: CostLine;
  /** By whom it is signed, when not by the city that it should be. */
  readonly signedBy?: string;
  readonly typ?: string;
  /** The very text that is signed, when it is another than the line's. */
  readonly payload?: string;
}

/** A small statement: three lines, a reversal and both directions among them. */
export const someLines: readonly BookedLine[] = [
  { bookedOn: '2025-05-15', line: line(1) },
  { bookedOn: '2025-05-15', line: line(2, { homeCity: 'malmo', receivingCity: 'stockholm', amountOre: 1 }) },
  {
    bookedOn: '2025-06-02',
    line: line(3, { days: -10, stayDays: -10, amountOre: -900000, reverses: line(1).id }),
  },
];

export interface Changes {
  readonly document?: Partial<StatementDocument>;
  readonly signedBy?: readonly string[];
  readonly cities?: readonly [string, string];
}

/** The text of an export, all right where nothing else is said. */
export function exported(lines: readonly BookedLine[], changes: Changes = {}): string {
  const cities = changes.cities ?? ['malmo', 'stockholm'];
  const by = (city: string) =>
    lines.filter(({ line }) => line.receivingCity === city).map(({ line }) => line);
  const sums = (what: 'stayDays' | 'amountOre') =>
    cities.map((city) => by(city).reduce((sum, line) => sum + line[what], 0));
  const [first = 0, second = 0] = sums('amountOre');
  const hashed = lines.map(({ bookedOn, line }) => `${canonicalJson({ bookedOn, line })}\n`);
  const document: StatementDocument = {
    id: '1a2b3c4d-5e6f-4708-91a2-b3c4d5e6f708',
    cities: [...cities],
    agreement: '2025',
    from: '2025-01-01',
    until: '2026-01-01',
    lineCount: lines.length,
    linesDigest: sha256(hashed.join('')),
    cases: cities.map((city) => new Set(by(city).map(({ caseId }) => caseId)).size),
    days: sums('stayDays'),
    amountsOre: sums('amountOre'),
    netOre: first - second,
    ...changes.document,
  };
  const text = canonicalJson(document);
  const signatures = (changes.signedBy ?? cities).map((city) =>
    signedText(sign(city, text, 'storstad-statement+json')),
  );
  const running = createHash('sha256');
  return [
    `{"kind":"statement","statement":${text},"signatures":[${signatures.join(',')}]}\n`,
    ...lines.map((each, i) => {
      const signed = sign(
        each.signedBy ?? each.line.receivingCity,
        each.payload ?? canonicalJson(each.line),
        each.typ,
      );
      const digest = `sha-256:${running
        .update(hashed[i] ?? '')
        .copy()
        .digest('hex')}`;
      return `{"kind":"line","bookedOn":"${each.bookedOn}","signed":${signedText(signed)},"digestSoFar":"${digest}"}\n`;
    }),
    `{"kind":"end","lines":${lines.length}}\n`,
  ].join('');
}

const sha256 = (text: string) => `sha-256:${createHash('sha256').update(text).digest('hex')}`;

const signedText = ({ protected: header, payload, signature }: SignedDocument) =>
  `{"protected":"${header}","payload":"${payload}","signature":"${signature}"}`;

/** A folder with the member cards, and a way to audit texts as files. */
export function auditing(t: Test) {
  const folder = t.testdir();
  const members = join(folder, 'members');
  mkdirSync(members);
  for (const [city, card] of cards) writeFileSync(join(members, `${city}.json`), JSON.stringify(card));
  const fileOf = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const run = async (...args: string[]) => {
    const said: string[] = [];
    const complaints: string[] = [];
    const status = await audit(args, {
      say: (line) => said.push(line.replaceAll(`${folder}/`, '')),
      complain: (line) => complaints.push(line.replaceAll(`${folder}/`, '')),
    });
    return { status, said, complaints };
  };
  return {
    folder,
    members,
    fileOf,
    run,
    check: (content: string | Buffer) =>
      run('check-statement', '--members', members, fileOf('statement.jsonl', content)),
    compare: (one: string | Buffer, other: string | Buffer) =>
      run('compare', fileOf('one.jsonl', one), fileOf('other.jsonl', other)),
  };
}
