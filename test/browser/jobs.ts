import type { Person } from './person.js';

/** What people do with the pages, one job each; by the names that they see. */

/** A social worker describes a new case, step by step, and opens it. Says by which reference it goes. */
export async function opensCase(worker: Person): Promise<string> {
  await worker.follows('Ny förfrågan');
  await worker.presses('Börja en ny förfrågan');
  await worker.follows('Om ärendet');
  await answersCaseStep(worker);
  await worker.presses('Spara och fortsätt');
  await answersAssessmentStep(worker);
  await worker.presses('Spara och fortsätt');
  await answersNeedsStep(worker);
  await worker.presses('Spara och fortsätt');
  return opensChecked(worker);
}

/** The first step of a new case. */
export const answersCaseStep = (worker: Person) => worker.chooses('Slag av ärende', 'Avhoppare');

/** The second step. */
export async function answersAssessmentStep(worker: Person): Promise<void> {
  await worker.dates('Födelsedag', '1998-04-12');
  await worker.chooses('Vill personen själv förändra sitt liv och delta?', 'Ja');
  await worker.chooses('Behöver personen flytta?', 'Ja');
  await worker.chooses('Har personen ansvar för minderåriga barn?', 'Nej');
}

/** The third step. */
export async function answersNeedsStep(worker: Person): Promise<void> {
  await worker.ticks('Insatser', 'Stödsamtal', 'Sysselsättning');
  await worker.chooses('Boendeform', 'Stödboende');
}

/** Opens the case from the page where its answers are checked. */
export async function opensChecked(worker: Person): Promise<string> {
  await worker.isOn('Granska uppgifterna');
  await worker.presses('Öppna ärendet');
  await worker.sees('Ärendet är öppnat och tilldelat dig.');
  const [reference] = /[0-9A-F]{8}/.exec(await worker.reads()) ?? [];
  if (!reference) throw new Error('The case has no reference');
  return reference;
}

/** Records the person's three consents, to both other cities. */
export async function recordsConsents(worker: Person, ...cities: readonly string[]): Promise<void> {
  await worker.follows('Samtycke mellan socialtjänst och polis');
  await worker.presses('Registrera samtycket');
  await worker.follows('Samtycke till annan kommun');
  await worker.ticks('Städer som får uppgifterna', ...cities);
  await worker.ticks('Uppgifter som får lämnas', 'Behov', 'Hotbild', 'Identitet');
  await worker.ticks('Vad uppgifterna får användas till', 'Bedömning', 'Stöd');
  await worker.presses('Registrera samtycket');
  await worker.follows('Samtycke till insatserna');
  await worker.presses('Registrera samtycket');
  await worker.sees('Samtycket till insatserna är registrerat.');
}

/** A liaison at home records what the police think of the threat, in a case that is open before them. */
export async function assessesThreat(liaison: Person, isHigh: boolean): Promise<void> {
  const grave = isHigh ? 'Ja' : 'Nej';
  await liaison.follows('Registrera hotbildsbedömning');
  await liaison.chooses('Hotnivå', isHigh ? 'Hög' : 'Låg');
  await liaison.chooses('Är hotbilden bekräftad?', 'Ja');
  await liaison.chooses('Finns det risk för dödligt våld?', grave);
  await liaison.chooses('Krävs aktivt personskyddsarbete av polisen?', grave);
  await liaison.chooses('Bevisperson i en förundersökning', 'Nej');
  await liaison.chooses('Erkänner personen egen inblandning i brott för polisen?', 'Nej');
  await liaison.presses('Registrera bedömningen');
  await liaison.sees('Hotbildsbedömningen är registrerad.');
}

/** A liaison at home approves of a city in a case that waits for it. */
export async function approves(
  liaison: Person,
  { reference, city, number }: { readonly reference: string; readonly city: string; readonly number: string },
): Promise<void> {
  await liaison.follows(reference);
  await liaison.follows('Besluta om en stad');
  await liaison.chooses('Polisens beslut', 'Godkänt');
  await liaison.chooses('Stad som beslutet gäller', city);
  await liaison.writes('Polisens beteckning', number);
  await liaison.presses('Registrera beslutet');
  await liaison.sees('Beslutet är registrerat.');
}

/** Looks at what a city would be told, and presses the button that sends. */
export async function asksCity(worker: Person, city: string): Promise<void> {
  await worker.chooses('Stad som får frågan', city);
  await worker.presses('Granska vad som skickas');
  await worker.isOn(`Granska förfrågan till ${city}`);
  await worker.presses('Skicka förfrågan');
}

/** A liaison in the city that is asked says whether the place will do. */
export async function judgesPlace(liaison: Person, reference: string, verdict: string): Promise<void> {
  await liaison.follows(reference);
  await liaison.follows('Registrera platsbedömning');
  await liaison.chooses('Bedömning av platsen', verdict);
  await liaison.presses('Registrera bedömningen');
  await liaison.sees('Platsbedömningen är registrerad.');
}

/** Fills in one service of a placement agreement. */
export async function agreesOn(
  worker: Person,
  row: string,
  service: { readonly name: string; readonly kronorADay: string; readonly paidBy: string },
): Promise<void> {
  const part = worker.within(row);
  await part.chooses('Insats', service.name);
  await part.writes('Dygnspris i kronor', service.kronorADay);
  await part.chooses('Kostnadsansvarig', service.paidBy);
}

/** Answers why somebody reads a case that is not their own. */
export async function saysWhy(reader: Person, reason: string): Promise<void> {
  await reader.isOn('Varför läser du ärendet?');
  await reader.chooses('Skäl att läsa ärendet', reason);
  await reader.presses('Läs ärendet');
}
