// S5 and S7 of test/scenarios, by people: a social worker in Malmö, one in the city that is asked, and the police, each at a
// browser of their own. Nothing but the agreement, the clocks and the couriers is set from here.
import t, { type Test } from 'tap';
import { noChromium } from './browser.js';
import { type Cities, startCities } from './cities.js';
import {
  agreesOn,
  answersAssessmentStep,
  answersCaseStep,
  answersNeedsStep,
  approves,
  asksCity,
  assessesThreat,
  judgesPlace,
  opensChecked,
  recordsConsents,
  saysWhy,
} from './jobs.js';
import type { Person } from './person.js';

t.test('from intake to closing', { skip: noChromium, timeout: 300_000 }, async (t) => {
  const cities = await startCities(t, '2025-01-13T09:00:00+01:00');
  const { network } = cities;
  const at = (moment: string) => network.setClock(new Date(moment));
  const [home, away, police] = [await cities.somebody(), await cities.somebody(), await cities.somebody()];
  const worker = 'social-worker@malmo/ASN';
  let reference = '';
  // Each step goes on from the one before.
  const step = (name: string, work: (t: Test) => Promise<void>) =>
    t.test(name, { skip: !t.passing() && 'an earlier step failed' }, work);

  await step('a draft waits while its writer is gone', async (t) => {
    await home.logsIn(cities.origin('malmo'), worker);
    await home.follows('Ny förfrågan');
    await home.presses('Börja en ny förfrågan');
    await home.follows('Om ärendet');
    await answersCaseStep(home);
    await home.presses('Spara och fortsätt');
    await home.dates('Födelsedag', '1998-04-12');
    await home.presses('Spara och fortsätt senare');
    await home.sees('1 av 3 steg är klara');
    await home.logsOut();

    await home.logsIn(cities.origin('malmo'), worker);
    await home.follows('Ny förfrågan');
    await home.follows(/^Fortsätt på utkastet från/);
    await home.follows('Bedömning');
    t.equal(await home.writtenIn('Födelsedag', 'År'), '1998');
    await answersAssessmentStep(home);
    await home.presses('Spara och fortsätt');
    await answersNeedsStep(home);
    await home.presses('Spara och fortsätt');
    reference = await opensChecked(home);
  });

  await step('nothing leaves before the consents and the police', async (t) => {
    await recordsConsents(home, 'Stockholm', 'Göteborg');
    await home.follows('Personuppgifter');
    await home.writes('Namn', 'Testperson C');
    await home.presses('Spara personuppgifterna');
    await home.isOn('Testperson C');
    await home.sees(/Polisens kontaktperson i Malmö bedömer hotbilden\./);
    const sending = home.page.getByRole('link', { name: 'Skicka förfrågan', exact: true });
    t.equal(await sending.count(), 0, 'what would only be refused is not offered');

    await police.logsIn(cities.origin('malmo'), 'police-liaison@malmo');
    await police.follows(reference);
    t.notMatch(await police.reads(), /Testperson C/, 'the decision needs no name');
    await assessesThreat(police, false);
    await home.reloads();
    await home.sees(/Polisens kontaktperson i Malmö beslutar om en stad\./);
    await approves(police, { reference, city: 'Stockholm', number: 'K-5001-25' });
    await police.sees('Inga ärenden väntar på er.');
    await home.reloads();
    await home.follows('Skicka förfrågan');
    // A request is delivered at once; here it has to wait.
    await network.cut('malmo', 'stockholm');
    await asksCity(home, 'Stockholm');
    await home.isOn('Förfrågan är skickad till Stockholm');
    await home.sees(/Kvittot från Stockholm har inte kommit än/);
    await network.mend('malmo', 'stockholm');
    await network.deliver();
    await home.reloads();
    await home.sees(/Stockholm tog emot förfrågan/);
  });

  await step('of an unsuitable place the home city sees only that', async (t) => {
    await away.logsIn(cities.origin('stockholm'), 'social-worker@stockholm/SN');
    await away.follows(/^Inkommande/);
    await away.sees(/^Förfrågan kan accepteras när/);
    await movesTo(police, cities, 'stockholm');
    await judgesPlace(police, reference, 'Olämplig');
    await away.reloads();
    await away.sees(/Förfrågan kan bara avböjas/);
    t.notMatch(await away.reads(), /Acceptera/);
    await away.follows(`Avböj förfrågan ${reference}`);
    await away.chooses('Skäl att avböja', 'Platsen är olämplig');
    await away.presses('Avböj förfrågan');
    await away.follows('Mina uppgifter');
    t.match(await away.row('Mottagna'), /Mottagna\s+0\s+2/);
    await network.deliver();

    await home.follows('Till ärendet');
    await home.sees('Stockholm har avböjt: Platsen är olämplig.');
    for (const page of ['Förfrågan', 'Meddelanden', 'Historik']) {
      await home.follows(page);
      t.notMatch(await home.reads(), /platsbedömning|platsen bedömdes|konflikt/i, page);
    }
  });

  await step('another city accepts; one place is taken in all', async (t) => {
    await movesTo(police, cities, 'malmo');
    await approves(police, { reference, city: 'Göteborg', number: 'K-5002-25' });
    await home.follows('Översikt');
    await home.sees('Gäller Göteborg.');
    await home.follows('Fråga en annan stad');
    await asksCity(home, 'Göteborg');
    await home.isOn('Förfrågan är skickad till Göteborg');
    await network.deliver();
    await movesTo(police, cities, 'goteborg');
    await judgesPlace(police, reference, 'Lämplig');
    await away.logsOut();
    await away.logsIn(cities.origin('goteborg'), 'social-worker@goteborg/NORDOST');
    await away.follows(/^Inkommande/);
    await away.follows(`Acceptera förfrågan ${reference}`);
    await away.presses('Acceptera förfrågan');
    await away.sees('Förfrågan är accepterad.');
    await away.isOn(`Ärende ${reference}`);
    await away.follows('Mina uppgifter');
    t.match(await away.row('Mottagna'), /Mottagna\s+1\s+1/);
    await network.deliver();
    await home.follows('Mina uppgifter');
    t.match(await home.row('Skickade'), /Skickade\s+1\s+1/);
  });

  await step('who it is, the placement agreement, and the arrival', async (t) => {
    await home.follows('Ärenden');
    await home.follows(reference);
    await home.sees('Förfrågan accepterad');
    await home.follows('Lämna ut personuppgifter');
    await home.presses('Lämna ut uppgifterna');
    await home.sees('Personuppgifterna är utlämnade.');
    await network.deliver();
    await away.follows('Ärenden');
    await away.follows(reference);
    await away.isOn('Testperson C');
    await away.follows('Föreslå placeringsöverenskommelse');
    await away.dates('Planerad ankomstdag', '2025-02-03');
    await away.writes('Kontaktperson', 'Boendestödjare, enhet Nordost');
    await agreesOn(away, 'Insats 1', { name: 'Stödsamtal', kronorADay: '900', paidBy: 'Hemkommunen' });
    await away.presses('Lägg till en till');
    await agreesOn(away, 'Insats 2', { name: 'Boende', kronorADay: '450', paidBy: 'Mottagande kommun' });
    await away.presses('Fortsätt till kontroll');
    await away.sees('Boendestödjare, enhet Nordost');
    await away.presses('Signera och skicka förslaget');
    await away.sees('Placeringsöverenskommelsen är föreslagen.');
    await network.deliver();
    await home.follows('Förfrågan');
    await home.follows('Signera placeringsöverenskommelsen');
    await home.presses('Signera överenskommelsen');
    await home.sees('Klar för inflytt');
    await network.deliver();

    await at('2025-02-03T10:00:00+01:00');
    await away.follows('Översikt');
    await away.follows('Registrera ankomst');
    await away.presses('Registrera ankomsten');
    await away.sees('Skriftlig säkerhetsplan saknas');
    await away.dates('Säkerhetsplanens dag', '2025-02-03');
    await away.presses('Registrera ankomsten');
    await away.sees('Ankomsten är registrerad.');
    await network.deliver();
    for (const person of [away, home]) {
      await person.follows('Uppföljning');
      for (const due of dueFromTheArrival) t.match(await person.row(due[0]), due[1]);
    }
  });

  await step('each week, the person and the provider; what is overdue is seen at home', async (t) => {
    await at('2025-02-10T10:00:00+01:00');
    await away.follows('Mina uppgifter');
    await away.follows('Kontakt med personen');
    await away.presses('Registrera kontakten');
    await away.sees('Kontakten är registrerad.');
    await network.deliver();
    await at('2025-02-11T10:00:00+01:00');
    await home.follows('Mina uppgifter');
    await home.follows(/^Bara försenade/);
    t.match(await home.row('Kontakt med utföraren'), /10 februari 2025\s+Försenad\s+Väntar på Göteborg/);
    t.notMatch(await home.reads(), /Kontakt med personen/);
    await away.follows('Mina uppgifter');
    await away.follows('Kontakt med utföraren');
    await away.presses('Registrera kontakten');
    await away.sees('Kontakten är registrerad.');
    await network.deliver();
    await home.reloads();
    t.notMatch(await home.reads(), /Kontakt med utföraren/);
    await home.follows(reference);
    await home.follows(/^Uppföljning/);
    await home.sees('Gjort för sent eller inte alls');
    t.match(await home.row('11 februari 2025', 'Kontakt med utföraren'), /10 februari 2025/);
  });

  await step('a meeting is held after the register check, and with the police', async () => {
    await at('2025-03-03T10:00:00+01:00');
    await police.follows('Att besluta');
    await police.follows(reference);
    await police.follows('Registrera slagning');
    await police.chooses('Resultat', 'Inget att notera');
    await police.presses('Registrera slagningen');
    await police.sees('Inga ärenden väntar på er.');
    await network.deliver();
    await home.reloads();
    await home.follows('Samordningsmöte');
    await home.ticks('Deltagare', 'Hemkommunens socialtjänst', 'Personen');
    await home.chooses('Mötets resultat', 'Rutin');
    await home.presses('Registrera mötet');
    await home.sees('Samordningsmöte kräver polisen');
    await home.sees('Polisen deltar alltid i samordningsmöten.');
    await home.sees('Håll mötet med polisen; ett samtal utan polisen registreras som kontakt.');
    await home.ticks('Deltagare', 'Polisen');
    await home.presses('Registrera mötet');
    await home.sees('Samordningsmötet är registrerat.');
  });

  await step('no extension without a review', async (t) => {
    await at('2025-05-02T10:00:00+02:00');
    await home.follows('Översikt');
    const extending = home.page.getByRole('link', { name: 'Förläng placeringen', exact: true });
    t.equal(await extending.count(), 0, 'not offered while the review is missing');
    await home.sees('När genomlysningen efter tre månader är gjord.');
    // Somebody who has the form's address all the same.
    await home.opens(`${home.address}/extensions/new`);
    await home.dates('Ny planerad utflyttsdag', '2025-08-04');
    await home.presses('Förläng placeringen');
    await home.sees('Placeringen är inte genomlyst');
    await home.sees(/Den ska göras senast 3 maj 2025\./);
    await home.sees('Malmö stad: Granskning av avhopparverksamheten (2023), rad 300');
    await home.sees('Genomför och registrera genomlysningen, förläng sedan.');
    await home.follows('Avbryt');
    await home.follows(/^Uppföljning/);
    await home.follows('Registrera en genomlysning');
    await home.ticks('Har erbjudits att delta', 'Ansvarig socialsekreterare', 'Utsedd polis');
    await home.presses('Registrera genomlysningen');
    await home.sees('Genomlysningen är registrerad.');
    await home.follows('Översikt');
    await home.follows('Förläng placeringen');
    await home.dates('Ny planerad utflyttsdag', '2025-08-04');
    await home.presses('Förläng placeringen');
    await home.sees('Placeringen är förlängd.');
    await network.deliver();
    await away.follows('Ärenden');
    await away.follows(reference);
    await away.sees('4 augusti 2025');
  });

  await step('a raised threat makes the approval stale, and is settled with the police', async (t) => {
    await movesTo(police, cities, 'malmo');
    await police.follows('Mina beslut');
    await police.follows(reference);
    await saysWhy(police, 'Jour');
    await assessesThreat(police, true);
    await network.deliver();
    for (const person of [home, away]) {
      await person.reloads();
      await person.sees('Pausat');
      await person.sees('Brådskande händelse');
    }
    await home.sees('Inaktuellt');
    await home.follows(/^Uppföljning/);
    await home.follows('Avsluta händelsen');
    await home.chooses('Beslut', 'Vistelsen fortsätter med åtgärder');
    await home.chooses('Deltog polisen i beslutet?', 'Ja');
    await home.presses('Avsluta händelsen');
    await home.sees('Polisens godkännande gäller inte längre');
    await home.sees(/Godkännandet gällde Göteborg\./);
    await approves(police, { reference, city: 'Göteborg', number: 'K-5003-25' });
    await home.presses('Avsluta händelsen');
    await home.sees('Händelsen är avslutad.');
    t.notMatch(await home.reads(), /Pausat/);
    await network.deliver();
    await away.reloads();
    t.notMatch(await away.reads(), /Pausat|Brådskande händelse/);
  });

  await step('departure, and closing with the outcome', async () => {
    await at('2025-08-04T10:00:00+02:00');
    await away.follows('Registrera utflytt');
    await away.presses('Fortsätt till kontroll');
    await away.presses('Registrera utflytten');
    await away.sees('Utflytten är registrerad.');
    await network.deliver();
    await home.follows('Översikt');
    await home.follows('Avsluta ärendet');
    await home.chooses('Skäl till avslut', 'Målen nådda');
    await home.chooses('Målen', 'Helt uppnådda');
    await home.chooses('Långsiktigt boende', 'Ja');
    await home.presses('Fortsätt till kontroll');
    await home.presses('Avsluta ärendet');
    await home.sees('Ärendet är avslutat.');
    await network.deliver();
    await away.reloads();
    await away.sees('Avslutat');
  });

  t.strictSame(
    [home, away, police].flatMap(({ complaints }) => complaints),
    [],
    'no browser had anything to complain of',
  );
});

const dueFromTheArrival: readonly (readonly [what: string, on: RegExp])[] = [
  ['Kontakt med personen', /10 februari 2025/],
  ['Kontakt med utföraren', /10 februari 2025/],
  ['Samordningsmöte', /3 mars 2025/],
  ['Slagning', /3 mars 2025/],
  ['Genomlysning', /3 maj 2025/],
  ['Besök hos personen', /3 maj 2025/],
];

/** The police's browser is used by one city's liaison after the other. */
async function movesTo(police: Person, cities: Cities, city: string): Promise<void> {
  await police.logsOut();
  await police.logsIn(cities.origin(city), `police-liaison@${city}`);
}
