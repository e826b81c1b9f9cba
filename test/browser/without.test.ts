// Two things that people may be without: a script in the browser, and a mouse.
import t from 'tap';
import { noChromium } from './browser.js';
import { startCities } from './cities.js';
import { approves, asksCity, assessesThreat, opensCase, recordsConsents } from './jobs.js';

t.test('without', { skip: noChromium, timeout: 300_000 }, async (t) => {
  const cities = await startCities(t, '2025-01-13T09:00:00+01:00');

  await t.test('a script: a new referral up to the receipt', async (t) => {
    const worker = await cities.somebody({ javaScriptEnabled: false });
    const police = await cities.somebody({ javaScriptEnabled: false });
    await worker.logsIn(cities.origin('malmo'), 'social-worker@malmo/ASN');
    const reference = await opensCase(worker);
    await recordsConsents(worker, 'Stockholm');
    await police.logsIn(cities.origin('malmo'), 'police-liaison@malmo');
    await police.follows(reference);
    await assessesThreat(police, false);
    await approves(police, { reference, city: 'Stockholm', number: 'K-5001-25' });
    await worker.reloads();
    await worker.follows('Skicka förfrågan');
    await asksCity(worker, 'Stockholm');
    await worker.isOn('Förfrågan är skickad till Stockholm');
    await cities.network.deliver();
    await worker.reloads();
    await worker.sees(/Stockholm tog emot förfrågan/);
    await worker.presses('Logga ut');
    // The provider asks for one more press where no script does it.
    await worker.presses('Logga ut');
    await worker.isOn('Du har loggat ut');
    t.strictSame([...worker.complaints, ...police.complaints], []);
  });

  await t.test('a mouse: a consent is recorded with the keys alone', async (t) => {
    const worker = await cities.somebody();
    await worker.logsIn(cities.origin('malmo'), 'social-worker.2@malmo/ASN');
    await opensCase(worker);

    t.equal(await worker.tabs(), 'Hoppa till innehållet', 'first of all one can skip the menu');
    await worker.types('Enter');
    t.equal(await worker.focus(), 'main');
    await worker.tabsTo('Samtycke till annan kommun');
    await worker.types('Enter', { leaves: true });
    await worker.isOn('Samtycke till annan kommun');

    await worker.tabsTo('Registrera samtycket');
    await worker.types('Enter', { leaves: true });
    t.match(await worker.focus(), /^Rätta till följande/, 'what is wrong has the focus');
    t.match(await worker.page.title(), /^Fel: Samtycke till annan kommun/);
    t.equal(await worker.tabs(), 'Städer som får uppgifterna: välj en stad');
    await worker.types('Enter');
    t.equal(await worker.focus(), 'Göteborg', 'a link of the summary leads to its field');

    await worker.types('Space');
    const order = ['Stockholm', 'Behov', 'Hotbild'];
    for (const next of order)
      t.equal(await worker.tabs(), next, 'the keys go through the form as it is read');
    await worker.types('Space');
    await worker.types('Shift+Tab');
    t.equal(await worker.focus(), 'Behov');
    await worker.types('Space');
    await worker.tabsTo('Bedömning');
    await worker.types('Space');
    await worker.tabsTo('Registrera samtycket');
    await worker.types('Enter', { leaves: true });
    await worker.sees('Samtycket till annan kommun är registrerat.');
    await worker.sees('Gäller Göteborg.');
    t.strictSame(worker.complaints, []);
  });
});
