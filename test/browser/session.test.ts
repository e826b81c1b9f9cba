// How being logged in ends: after a time without doing anything, and in every tab.
import t from 'tap';
import { noChromium } from './browser.js';
import { startCities } from './cities.js';

/** The warning comes 120 seconds before the end: here, after four seconds. */
const soonWarned = { STORSTAD_PAGES_IDLE_SECONDS: '124' };
const soonOver = { STORSTAD_PAGES_IDLE_SECONDS: '10' };

t.test('a session', { skip: noChromium, timeout: 300_000 }, async (t) => {
  const cities = await startCities(t, '2025-01-13T09:00:00+01:00', {
    malmo: soonWarned,
    stockholm: soonOver,
  });
  const malmo = cities.origin('malmo');

  await t.test('is warned of in every tab, and prolonged for all', async () => {
    const one = await cities.somebody();
    await one.logsIn(malmo, 'social-worker@malmo/ASN');
    const other = await one.opensTab();
    await other.opens(`${malmo}/cases`);
    for (const tab of [one, other]) await tab.seesDialog('Du loggas snart ut');
    await other.page.getByRole('button', { name: 'Fortsätt vara inloggad' }).click();
    for (const tab of [other, one]) await tab.seesNoDialog();
    await one.follows('Ärenden');
    await one.isOn('Ärenden');
  });

  await t.test('that is ended in one tab is ended in the other', async (t) => {
    const one = await cities.somebody();
    await one.logsIn(malmo, 'social-worker.2@malmo/ASN');
    const other = await one.opensTab();
    await other.opens(`${malmo}/cases`);
    await one.logsOut();
    await other.isOn(/^Samverkan avhoppare/);
    await other.follows('Logga in');
    await other.identifies('social-worker.2@malmo/ASN');
    await other.isOn('Ärenden');
    t.equal(other.address, `${malmo}/cases`, 'and the way leads back');
  });

  await t.test('that is ended in one tab is ended in the other without a script too', async () => {
    const one = await cities.somebody({ javaScriptEnabled: false });
    await one.logsIn(malmo, 'social-worker.3@malmo/ASN');
    const other = await one.opensTab();
    await other.opens(`${malmo}/tasks`);
    await one.presses('Logga ut');
    await other.follows('Ärenden');
    await other.isOn(/^Samverkan avhoppare/);
  });

  await t.test('that is over leads to the log-in, which says so and leads back', async (t) => {
    const somebody = await cities.somebody();
    const stockholm = cities.origin('stockholm');
    await somebody.logsIn(stockholm, 'social-worker@stockholm/JARVA');
    await somebody.opens(`${stockholm}/cases?state=draft`);
    // Nothing is done any more.
    await somebody.isOn(/^Samverkan avhoppare/);
    await somebody.sees(/^Du är inte längre inloggad/);
    await somebody.follows('Logga in');
    await somebody.identifies('social-worker@stockholm/JARVA');
    await somebody.isOn('Ärenden');
    t.equal(somebody.page.url(), `${stockholm}/cases?state=draft`);
  });
});
