import { colleaguesFor } from '../../../commands/staff.js';
import { otherCities } from '../../../node.js';
import { ask, mayAskFor, type Reader, saidUnit, staffFor } from '../reader.js';
import type { Field, OpenChoice } from './field.js';
import type { FormPlace } from './form-about.js';

/** What can be chosen in fields that the contract leaves open. */

/** Something that can be chosen, and how it is called. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

type Ids = Pick<FormPlace, 'params'>;

/** The choices of single fields, by property, where those of every form will not do; null for what is written. */
export type Choices = Readonly<
  Record<string, (reader: Reader, place: Ids) => Promise<Option[] | null> | Option[] | null>
>;

/** Units of this city that are parties to some version of the agreement. */
export async function ownBodies(reader: Reader): Promise<Option[]> {
  const told = await ask(reader, 'listAgreements');
  const bodies = told.ok ? told.answer.agreements.flatMap(({ document }) => document.bodies) : [];
  const own = bodies.filter(({ city }) => city === reader.node.city);
  return [
    ...new Map(own.map(({ unit, name }) => [unit, { value: unit, label: `${name} (${unit})` }])).values(),
  ];
}

/** What is written although other forms choose it. */
export const written = () => null;

/** Units of this city that have not approved a version. */
export async function bodiesToApprove(reader: Reader, { params }: Ids): Promise<Option[]> {
  const told = await ask(reader, 'getAgreement', { params: { agreementId: params.agreementId ?? '' } });
  const missing = told.ok ? told.answer.missingBodies : [];
  return (await ownBodies(reader)).filter(({ value }) => missing.includes(`${reader.node.city}/${value}`));
}

/** The cities of the exchange. */
export const everyCity = ({ node, words }: Reader): Option[] =>
  [node.city, ...otherCities(node)].map((city) => ({ value: city, label: words.city(city) }));

/** The providers that are known here, by name. */
export async function providers(reader: Reader): Promise<Option[]> {
  const told = await ask(reader, 'listProviders');
  return told.ok ? told.answer.providers.map(({ id, name }) => ({ value: id, label: name })) : [];
}

/** The decisions about a provider that one can replace. */
export async function decisionsToReplace(reader: Reader, { params }: Ids): Promise<Option[]> {
  const { words } = reader;
  const told = await ask(reader, 'listProviders');
  const provider = told.ok ? told.answer.providers.find(({ id }) => id === params.providerId) : undefined;
  const standing = (provider?.decisions ?? []).filter(({ replacedBy }) => replacedBy === null);
  return [
    { value: '', label: words.say('money.provider.replacesNone') },
    ...standing.map(({ id, kind, reference, from }) => ({
      value: id,
      label: `${words.value('ProviderDecision.kind', kind)}, ${reference}, ${words.date(from)}`,
    })),
  ];
}

/** The services of a case that its home city bears the cost of; all, for those who do not read cases. */
export async function servicesToCharge(reader: Reader, { params }: Ids): Promise<Option[] | null> {
  if (!mayAskFor(reader, 'getCase')) return null;
  const told = await ask(reader, 'getCaseCosts', { params: { caseId: params.caseId ?? '' } });
  if (!told.ok) return null;
  return told.answer.services
    .filter(({ source, bearer }) => source === 'own' && bearer === 'home')
    .map(({ service }) => ({ value: service, label: reader.words.value('ServiceCode', service) }));
}

/** Oneself, and the colleagues whom the node knows: a name that is typed wrong would be nobody's. */
export function whoTakesTheCase(reader: Reader, { params }: Ids): Option[] {
  const asking = staffFor(reader, 'assignCase');
  return [
    { value: asking.subject, label: reader.words.say('work.assignee.myself') },
    ...colleaguesFor(reader.node, asking, params.caseId ?? '').map((subject) => ({
      value: subject,
      label: subject,
    })),
  ];
}

/** The agreement versions, or all of them. */
export async function versionsOrAll(reader: Reader): Promise<Option[]> {
  const versions = (await openOptions('AgreementId', reader)) ?? [];
  return [{ value: '', label: reader.words.say('money.allVersions') }, ...versions];
}

/** The choices of a field that the contract leaves open; null where it is to be written. */
export async function optionsOf(
  { property, kind }: Field,
  choices: Choices | undefined,
  reader: Reader,
  place: Ids,
): Promise<Option[] | null> {
  const own = choices?.[property];
  if (own) return own(reader, place);
  return kind.is === 'open-choice' || kind.is === 'open-choices' ? openOptions(kind.of, reader) : null;
}

async function openOptions(of: OpenChoice, reader: Reader): Promise<Option[] | null> {
  const { node, session, words } = reader;
  switch (of) {
    case 'City':
      return otherCities(node).map((city) => ({ value: city, label: words.city(city) }));
    case 'Unit':
      return session.staff.units.map((unit) => ({ value: unit, label: saidUnit(reader, unit) }));
    case 'Section':
      return [...new Set(node.unitRules.flatMap(({ section }) => section ?? []))].map((section) => ({
        value: section,
        label: words.value('Section', section),
      }));
    case 'AgreementId': {
      const told = await ask(reader, 'listAgreements');
      return told.ok
        ? told.answer.agreements.map(({ id, document }) => ({ value: id, label: document.title }))
        : [];
    }
    case 'StaffSubject':
    case 'Uuid':
      return null;
  }
}
