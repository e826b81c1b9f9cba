import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContractSignature, type MemberCard, peerContract, schemaValidator } from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import {
  importSealingKey,
  importVerifyKey,
  type SealingKey,
  type SignedDocument,
  type VerifyKey,
  verifyDocument,
} from '@storstad/signing';

/** The type of document by which a city signs a version of the peer contract. */
export const contractSignatureType = 'storstad-contract+json';

/** A city of the exchange, as its member card says. `City` is how the reader types the names of cities. */
export interface Member<City extends string = string> {
  readonly city: City;
  /** As it is written: Malmö stad. */
  readonly name: string;
  readonly organisationNumber: string;
  readonly peerUrl: string;
  /** All its keys that are accepted, by id. */
  readonly verifyKeys: ReadonlyMap<string, VerifyKey>;
  /** The one that it signs with now. */
  readonly verifyKey: VerifyKey;
  readonly sealingKey: SealingKey;
  /** The contracts that it has signed, by digest, each with the instant of the signature. */
  readonly contracts: ReadonlyMap<string, string>;
}

/** Reads the member cards of a folder: all of them, or every problem. A card that is not right is not half used. */
export function readMembers<City extends string = string>(
  folder: string,
):
  | { readonly ok: true; readonly members: ReadonlyMap<City, Member<City>> }
  | { readonly ok: false; readonly problems: string[] } {
  const read = filesOf(folder).map((name) => readMember<City>(folder, name));
  const members = read.flatMap((card) => ('member' in card ? [card.member] : []));
  const problems = read.flatMap((card) => ('problem' in card ? [card.problem] : []));
  const twice = members.filter((member, i) => members.findIndex((other) => other.city === member.city) !== i);
  problems.push(...twice.map((member) => `There are two member cards for ${member.city} in ${folder}.`));
  if (members.length === 0 && problems.length === 0) problems.push(`There are no member cards in ${folder}.`);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, members: new Map(members.map((member) => [member.city, member])) };
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

type Card<City extends string> = { readonly member: Member<City> } | { readonly problem: string };

function readMember<City extends string>(folder: string, name: string): Card<City> {
  const path = join(folder, name);
  const json = parseJsonStrictly(readFileSync(path, 'utf8'));
  if (!json.ok) return { problem: `${path} is not JSON (${json.problem}).` };
  const [violation] = schemaValidator(peerContract, 'MemberCard')(json.value);
  if (violation) return { problem: `${path} is no member card: ${violation.at} ${violation.message}.` };
  return memberOf(json.value as MemberCard, path);
}

function memberOf<City extends string>(card: MemberCard, path: string): Card<City> {
  const verifyKeys = card.signingKeys.map((jwk) => importVerifyKey(jwk));
  const sealingKey = importSealingKey(card.sealingKey);
  const usable = verifyKeys.flatMap((imported) => (imported.ok ? [imported.key] : []));
  const [verifyKey] = usable;
  if (!verifyKey || usable.length !== verifyKeys.length || !sealingKey.ok)
    return { problem: `${path} has a key that cannot be used.` };
  const byId = new Map(usable.map((key) => [key.kid as string, key]));
  const contracts = card.contracts.map((signed) => contractOf(signed, card.city, byId));
  const signed = contracts.filter((contract) => contract !== undefined);
  if (signed.length < contracts.length)
    return { problem: `${path} has a contract signature that is not by ${card.city}.` };
  return {
    member: {
      city: card.city as City,
      name: card.name,
      organisationNumber: card.organisationNumber,
      peerUrl: card.peerUrl.replace(/\/$/, ''),
      verifyKeys: byId,
      verifyKey,
      sealingKey: sealingKey.key,
      contracts: new Map(signed.map(({ digest, signedAt }) => [digest, signedAt])),
    },
  };
}

/** What a city has signed, if the signature holds and is its own. */
function contractOf(
  signed: SignedDocument,
  city: string,
  keys: ReadonlyMap<string, VerifyKey>,
): ContractSignature | undefined {
  const verified = verifyDocument(signed, contractSignatureType, (kid) => keys.get(kid));
  if (!verified.ok) return undefined;
  const json = parseJsonStrictly(verified.payload.toString());
  if (!json.ok || schemaValidator(peerContract, 'ContractSignature')(json.value).length > 0) return undefined;
  const signature = json.value as ContractSignature;
  return signature.city === city ? signature : undefined;
}
