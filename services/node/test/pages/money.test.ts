// The pages about money: what each role sees and can do, sums that add up, links that lead somewhere, markup shown as text.
import t, { type Test } from 'tap';
import { addDays } from '../../src/domain/calendar.js';
import type { CivilDate } from '../../src/domain/values.js';
import { formHref } from '../../src/http/pages/forms/form-href.js';
import {
  header,
  row as invoiceRow,
  isWhole,
  organisationNumber,
  withService,
} from '../helpers/bought-service.js';
import { administrator, liaison, worker, workerIn } from '../helpers/case-work.js';
import { staff } from '../helpers/identity-provider.js';
import { checkPage, followLinks, linksInMain } from './links.js';
import { openPages } from './open-pages.js';

const auditor = staff('auditor');
const markup = '<script>alert(1)</script>';
const starts = ['/balances', '/cost-findings', '/statements', '/invoices', '/invoice-samples', '/providers'];

/** Malmö has charged Stockholm for an invoice with a finding, and posted a week of its own. */
/** What the button of the page that checks a form adds. */
const isChecked = { 'is-checked': 'yes' };

async function withMoney(t: Test) {
  const world = await withService(t);
  const { cities, home, node, caseId } = world;
  const invoice = await world.record({ number: `F-1 ${markup}`, days: 20, amountOre: 4_000_000 });
  await node.must(administrator, 'chargeInvoice', { params: { invoiceId: invoice.id } });
  const { line } = await node.must(administrator, 'postCostLine', {
    params: { caseId },
    body: { service: 'support-talks', from: '2025-01-13', until: '2025-01-20' },
  });
  await cities.deliver();
  const there = await openPages(t, node);
  const here = await openPages(t, home);
  const lineId = line.id as string;
  return {
    ...world,
    invoice,
    lineId,
    atMalmo: there.as(administrator),
    atStockholm: here.as(administrator),
    here,
    there,
  };
}

t.test('who sees them, and that every link leads somewhere', async (t) => {
  const { here, there, atMalmo, atStockholm, invoice, lineId, provider } = await withMoney(t);
  for (const [name, reader] of [
    ['Malmö', atMalmo],
    ['Stockholm', atStockholm],
    ['the auditor', there.as(auditor)],
  ] as const) {
    const { pages, broken } = await followLinks(reader, starts);
    t.strictSame(broken, [], name);
    t.ok(pages > 12, `${name}: ${pages} pages`);
  }
  const things = [`/cost-lines/${lineId}`, `/invoices/${invoice.id}`, `/providers/${provider.id}`];
  const asking = ['/balances/stockholm', '/balances/vouchers', '/statements/preview', '/invoices/import'];
  for (const path of [...starts, ...asking, ...things, '/balances/nettings/2025'])
    checkPage(t, await atMalmo.get(path));
  for (const path of [...starts, '/balances/malmo', '/balances/vouchers', '/statements/preview'])
    for (const member of [worker, liaison])
      if (!(path === '/providers' && member === worker))
        t.equal((await here.as(member).get(path)).status, 403, `${member.roles[0]} ${path}`);
  const auditors = await there.as(auditor).get('/invoices');
  t.notOk(linksInMain(auditors).some((href) => href.endsWith('/new') || href.endsWith('/import')));
});

t.test('before there is any money, each page says so', async (t) => {
  const { home } = await withService(t);
  const reader = (await openPages(t, home)).as(administrator);
  const empty = [
    ['/balances', 'Ingen kostnadsrad är bokförd än.'],
    ['/balances/malmo', 'Det finns ingen kostnadsrad med den staden.'],
    ['/statements', 'Det finns ingen avräkning.'],
    ['/invoices', 'Det finns ingen faktura här.'],
    ['/invoice-samples', 'Inget stickprov är draget.'],
    ['/providers', 'Ingen utförare är registrerad.'],
  ] as const;
  for (const [path, said] of empty) t.match((await reader.get(path)).text, said, path);
  for (const path of ['/balances/atlantis', '/cost-lines/x', '/invoices/x', '/statements/x', '/providers/x'])
    t.not((await reader.get(path)).status, 200, path);
});

t.test('a balance is said in days and kronor, for both directions, and over time', async (t) => {
  const { atMalmo, atStockholm } = await withMoney(t);
  // 19 days at 2,000 kronor and 7 at 900; two services on one day are one day.
  const said = (text: string) => text.replaceAll(/\s/g, ' ');
  const ours = said((await atMalmo.get('/balances')).text);
  t.match(ours, 'Malmö har 44 300 kr att få av de andra städerna. Netto i dygn: +19.');
  t.match(ours, 'Stockholm, 2025 19 0 +19 44 300 kr 0 kr +44 300 kr –');
  t.match(ours, 'Saldo vid varje månads slut');
  t.match(
    said((await atStockholm.get('/balances')).text),
    'Malmö, 2025 0 19 −19 0 kr 44 300 kr −44 300 kr –',
  );
  const ledger = said((await atMalmo.get('/balances/stockholm')).text);
  t.match(ledger, /\+38 000 kr|\+6 300 kr/);
  t.match(ledger, '+44 300 kr', 'the last running total is the balance');
  const file = await atMalmo.get('/balances/stockholm/lines.csv');
  t.equal(file.html.split('\n').filter((line) => line !== '').length, 3, 'a header and two lines');
});

t.test('a line is asked about, answered and let stand on its page', async (t) => {
  const { cities, atMalmo, atStockholm, lineId, home, node } = await withMoney(t);
  const path = `/cost-lines/${lineId}`;
  const offered = async (reader: typeof atMalmo) =>
    linksInMain(await reader.get(path)).flatMap((href) => /\/(\w+)\/new$/.exec(href)?.[1] ?? []);
  t.strictSame(await offered(atStockholm), ['disputes']);
  t.strictSame(await offered(atMalmo), ['reversals']);
  const asked = await atStockholm.post(`${path}/disputes/new`, { reason: 'days', question: markup });
  t.match(asked, { status: 303, location: `${path}?done=disputeCostLine` });
  await cities.deliver();
  t.strictSame(await offered(atStockholm), ['settlements']);
  t.strictSame(await offered(atMalmo), ['answers', 'reversals']);
  const shown = await atMalmo.get(path);
  t.match(shown.html, '&lt;script>alert(1)', 'what the other city wrote is text');
  t.notMatch(shown.html, '<script>alert');
  t.match(shown.text, 'Utanför avräkning');
  t.match((await atMalmo.get('/balances')).text, 'Rader: 1');
  t.equal((await atMalmo.post(`${path}/answers/new`, { answer: markup })).status, 303);
  await cities.deliver();
  const answered = await atStockholm.get(path);
  t.match(answered.text, 'Stockholm ska godta raden');
  t.notMatch(answered.html, '<script>alert');
  t.match((await atStockholm.post(`${path}/settlements/new`, {})).location, `${path}?done=settleDispute`);
  await cities.deliver();
  t.match((await atMalmo.get(`${path}?done=settleDispute`)).text, 'Raden står fast.');
  t.equal((await atMalmo.post(`${path}/reversals/new`, {})).status, 303);
  await cities.deliver();
  t.strictSame(await offered(atMalmo), []);
  t.match((await atStockholm.get(path)).text, 'Återtagen');
  for (const one of [home, node]) isWhole(t, one);
});

/** The days of a form, which asks for the last one. */
const period = (from: string, until: string) =>
  Object.fromEntries(
    Object.entries({ from, until: addDays(until as CivilDate, -1) }).flatMap(([name, day]) => {
      const [year = '', month = '', date = ''] = day.split('-');
      return [
        [`${name}-year`, year],
        [`${name}-month`, month],
        [`${name}-day`, date],
      ] as [string, string][];
    }),
  );

t.test('a statement is previewed, proposed, declined and signed', async (t) => {
  const { cities, atMalmo, atStockholm } = await withMoney(t);
  const preview = (from: string, until: string) =>
    atMalmo.get(
      `/statements/preview?${new URLSearchParams({ city: 'stockholm', agreement: '', ...period(from, until) })}`,
    );
  t.equal((await preview('2025-13-01', '2025-03-01')).status, 400, 'a day that is not one');
  t.equal((await preview('2025-03-01', '2025-02-01')).status, 400, 'a period that ends before it begins');
  const shown = await preview('2025-01-01', '2025-02-11');
  t.match(shown.text, 'Bokförda rader i perioden: 2');
  const propose = async () => {
    const body = { city: 'stockholm', agreement: '2025', ...period('2025-01-01', '2025-02-11') };
    const checked = await atMalmo.post('/statements/new', body);
    t.match(
      plain(checked.text),
      'Utfört av Malmö 44 300 kr (dygn: 19, ärenden: 1)',
      'seen before it is signed',
    );
    const told = await atMalmo.post('/statements/new', { ...body, ...isChecked });
    t.match(told, { status: 303, location: '/statements?done=proposeStatement' }, told.text);
    await cities.deliver();
    const waits = await atStockholm.get('/statements?city=malmo');
    t.match(waits.text, 'Väntar på stadens signatur');
    return linksInMain(waits).find((href) => /^\/statements\/[\da-f-]{36}$/.test(href)) ?? '';
  };
  const declined = await propose();
  t.match((await atMalmo.get(declined)).text, 'Väntar på den andra staden');
  t.equal((await atStockholm.post(`${declined}/refusals/new`, { reason: 'period-not-agreed' })).status, 303);
  await cities.deliver();
  t.match((await atMalmo.get(declined)).text, 'Stockholm har avböjt: Fel period');
  const path = await propose();
  t.match((await atMalmo.get('/balances/nettings/2025')).text, 'Det här är inte hela året än');
  t.equal((await atStockholm.post(`${path}/signatures/new`, {})).status, 303);
  await cities.deliver();
  t.match((await atMalmo.get(path)).text, /Malmö: signerad .*Stockholm: signerad/);
  t.match((await atMalmo.get(path)).text.replaceAll(/\s/g, ' '), 'Stockholm betalar 44 300 kr till Malmö');
  t.match((await atMalmo.get(`${path}/lines.jsonl`)).html, '{"kind":"end","lines":2}');
  const netting = (await atStockholm.get('/balances/nettings/2025')).text;
  t.match(netting, 'ett förslag, ingen betalningsorder');
  t.notMatch(netting, 'Det här är inte hela året än');
});

const plain = (text: string) => text.replaceAll(/\s/g, ' ');

t.test('a statement explains its sums, and every form what it is about', async (t) => {
  const { cities, atMalmo, atStockholm, lineId, invoice } = await withMoney(t);
  const body = { city: 'stockholm', agreement: '2025', ...period('2025-01-01', '2025-02-11') };
  t.equal((await atMalmo.post('/statements/new', { ...body, ...isChecked })).status, 303);
  await cities.deliver();
  const [path = ''] = linksInMain(await atStockholm.get('/statements')).filter((href) =>
    /^\/statements\/[\da-f-]{36}$/.test(href),
  );
  const shown = await atStockholm.get(path);
  t.ok(linksInMain(shown).includes(`/cost-lines/${lineId}`), 'its lines');
  t.match(plain(shown.text), /Stödsamtal .* Malmö 13–19 januari 2025 7 0 6 300 kr/);
  for (const form of ['signatures/new', 'refusals/new']) {
    const about = plain((await atStockholm.get(`${path}/${form}`)).text);
    for (const said of ['Malmö och Stockholm', '1 januari–10 februari 2025', 'Rader 2', '44 300 kr till'])
      t.match(about, said, `${form}: ${said}`);
  }
  t.match((await atMalmo.get(`/cost-lines/${lineId}`)).text, 'I föreslagen avräkning');
  t.match(
    plain((await atMalmo.get('/balances')).text),
    /Stockholm \+44 300 kr 0 kr \+44 300 kr –/,
    'not settled',
  );
  t.equal((await atStockholm.post(`${path}/signatures/new`, {})).status, 303);
  await cities.deliver();
  for (const reader of [atMalmo, atStockholm]) {
    const line = await reader.get(`/cost-lines/${lineId}`);
    t.match(line.text, 'Avräknad: 1 januari–10 februari 2025');
    t.ok(linksInMain(line).includes(path), 'the statement that has the line');
  }
  t.match(
    plain((await atMalmo.get('/balances')).text),
    /Stockholm \+44 300 kr \+44 300 kr 0 kr –/,
    'settled',
  );
  t.match(plain((await atStockholm.get('/balances')).text), /Malmö −44 300 kr −44 300 kr 0 kr –/);

  const preview = await atMalmo.get(
    `/statements/preview?${new URLSearchParams({ city: 'stockholm', agreement: '', ...period('2025-02-01', '2025-02-11') })}`,
  );
  t.match(preview.text, 'Välj en period som börjar 11 februari 2025 eller senare');
  t.ok(linksInMain(preview).includes(path), 'the statement that has the days');
  t.notOk(
    linksInMain(preview).some((href) => href.startsWith('/statements/new')),
    'is not proposed in vain',
  );
  const refused = await atMalmo.post('/statements/new', {
    ...body,
    ...period('2025-02-01', '2025-02-11'),
    ...isChecked,
  });
  t.match(refused, { status: 409, text: 'från och med 1 januari 2025 till och med 10 februari 2025' });

  const of = async (reader: typeof atMalmo, form: string) => plain((await reader.get(form)).text);
  t.match(
    await of(atMalmo, `/cost-lines/${lineId}/reversals/new`),
    /Stödsamtal .*13–19 januari 2025 .*6 300 kr/,
  );
  t.match(await of(atMalmo, `/invoices/${invoice.id}/charges/new`), /Debiteras hemkommunen 38 000 kr/);
});

t.test('a question about a settled line is seen in both cities, and whose turn it is', async (t) => {
  const { cities, atMalmo, atStockholm, lineId, there } = await withMoney(t);
  const path = `/cost-lines/${lineId}`;
  const form = async () => (await atStockholm.get(`${path}/disputes/new`)).text;
  t.match(await form(), 'Raden hålls utanför avräkningar');
  const body = { city: 'stockholm', agreement: '', ...period('2025-01-01', '2025-02-11') };
  t.equal((await atMalmo.post('/statements/new', { ...body, ...isChecked })).status, 303);
  await cities.deliver();
  t.match(await form(), 'Raden finns redan i avräkningen 1 januari–10 februari 2025');
  t.notMatch(await form(), 'Raden hålls utanför avräkningar');
  t.match((await atMalmo.get('/balances/disputes')).text, 'Det finns ingen öppen fråga.');
  t.equal((await atStockholm.post(`${path}/disputes/new`, { reason: 'days', question: 'Sju?' })).status, 303);
  await cities.deliver();

  const auditor = there.as(staff('auditor'));
  for (const [reader, city, other, own] of [
    [atMalmo, 'stockholm', 'Stockholm', 1],
    [auditor, 'stockholm', 'Stockholm', 1],
    [atStockholm, 'malmo', 'Malmö', 0],
  ] as const) {
    const overview = await reader.get('/overview');
    t.ok(linksInMain(overview).includes('/balances/disputes'));
    t.match(plain(overview.text), `vår tur ${own} Frågor om kostnadsrader, andras tur ${1 - own} `);
    t.match((await reader.get('/balances')).text, `1, varav ${own} väntar på er`);
    for (const list of ['/balances/disputes', `/balances/${city}?disputed=true`]) {
      const shown = await reader.get(list);
      t.match(plain(shown.text), new RegExp(`${other} .*Malmö ska svara`), list);
      t.strictSame(
        linksInMain(shown).filter((href) => href.startsWith('/cost-lines')),
        [path],
        'that line alone',
      );
    }
  }
  t.match((await atMalmo.get(`${path}/answers/new`)).text, 'Sju?', 'the question above the answer');
  t.equal((await atMalmo.post(`${path}/answers/new`, { answer: 'Ja, sju.' })).status, 303);
  await cities.deliver();
  t.match((await atMalmo.get('/balances')).text, '1, varav 0 väntar på er');
  t.match((await atStockholm.get('/balances/disputes')).text, 'Stockholm ska godta eller vänta');
  const settle = (await atStockholm.get(`${path}/settlements/new`)).text;
  for (const said of ['Ja, sju.', 'Raden står kvar i avräkningen']) t.match(settle, said);
  t.equal((await atStockholm.post(`${path}/settlements/new`, {})).status, 303);
  await cities.deliver();
  for (const reader of [atMalmo, atStockholm])
    t.match((await reader.get('/balances/disputes')).text, 'Det finns ingen öppen fråga.');
});

t.test('days that are not charged are named, and the form begins with them', async (t) => {
  const { atMalmo, there, caseId } = await withMoney(t);
  const findings = await atMalmo.get('/cost-findings');
  // The invoice had 19 of the bought days, the line seven of the city's own.
  t.match(plain(findings.text), '20 januari–9 februari 2025');
  const [link = ''] = linksInMain(findings).filter((href) => href.includes('/cost-lines/new'));
  t.match(link, `/cases/${caseId}/cost-lines/new`);
  const { html } = await atMalmo.get(link.replaceAll('&amp;', '&'));
  for (const [name, value] of [
    ['from-day', '20'],
    ['from-month', '1'],
  ] as const)
    t.match(
      html,
      new RegExp(`name="${name}"[^>]*value="${value}"|value="${value}"[^>]*name="${name}"`),
      name,
    );
  t.match(html, 'value="support-talks"');
  const all = 'value="civil-society-activity"';
  t.match(html, all, 'who reads no case is told nothing of it');
  const worker = there.as(workerIn('malmo'));
  t.notMatch(
    (await worker.get(formHref('postCostLine', { caseId }))).html,
    all,
    'what the home city pays for',
  );
  const refused = await atMalmo.post(`/cases/${caseId}/cost-lines/new`, {
    service: 'support-talks',
    ...period('2025-01-10', '2025-01-14'),
  });
  t.match(refused, { status: 409, text: 'från och med 13 januari 2025 till och med 10 februari 2025' });
});

t.test('vouchers of a period are a file', async (t) => {
  const { atMalmo } = await withMoney(t);
  const of = (from: string, until: string) =>
    atMalmo.get(`/balances/vouchers?${new URLSearchParams(period(from, until))}`);
  t.match((await of('2025-01-01', '2025-03-01')).html, '#SIETYP 4');
  const wrong = await of('2025-02-30', '2025-03-01');
  t.match(wrong, { status: 400, html: 'href="#field-from"' });
  t.equal((await of('2025-03-01', '2025-02-01')).status, 400);
});

t.test('an invoice: what is accepted and what is not add up to what is billed', async (t) => {
  const { atMalmo, invoice, caseId, node } = await withMoney(t);
  const shown = await atMalmo.get(`/invoices/${invoice.id}`);
  t.notMatch(shown.html, '<script>alert');
  const { findings, acceptedOre, amountOre } = invoice;
  t.ok(findings.length > 0);
  t.equal(
    findings.reduce((sum, one) => sum + Math.max(0, one.amountOre), acceptedOre),
    amountOre,
  );
  const text = shown.text.replaceAll(/\s/g, ' ');
  for (const { amountOre: ore } of findings) t.match(text, `${ore / 100}`.replace(/(\d)(\d{3})$/, '$1 $2'));
  t.match(text, /Fakturerat 20 40 000 kr/);
  t.match(linksInMain(shown).join(), /\/cost-lines\//, 'the line by which the home city is charged');
  t.notMatch(linksInMain(shown).join(), 'charges/new', 'once');

  const file = [
    header,
    invoiceRow('F-2', caseId),
    invoiceRow('F-3', caseId, '1,234'),
    invoiceRow('F-4', caseId, '2000,00', '559900-0009'),
    invoiceRow('F-5', '00000000-0000-4000-8000-000000000000'),
    ...Array.from({ length: 700 }, (_, n) => invoiceRow(`G-${n}`, caseId)),
  ];
  const result = await atMalmo.post('/invoices/import', { file: file.join('\r\n') });
  t.equal(result.status, 200, 'a file that is larger than other forms');
  t.match(result.text, 'Inlästa: 701. Oförändrade: 0. Avvisade: 3.');
  t.match(result.text, 'Ska vara kronor');
  t.match(result.text, 'Utföraren finns inte i registret.');
  t.match(result.text, 'Ärendet finns inte här.');
  const bad = await atMalmo.post('/invoices/import', { file: `${markup}\n1` });
  t.match(bad, { status: 400, text: 'rad 1, den första raden ska namnge kolumnerna.' });
  t.notMatch(bad.html, '<script>alert');
  t.equal((await atMalmo.post('/invoices/import', { file: ' ' })).status, 400);
  const chosen = (rows: string) => ({ chosen: new Blob([rows], { type: 'text/csv' }), file: '' });
  t.equal((await atMalmo.upload('/invoices/import', chosen(''))).status, 400, 'no file is chosen');
  const uploaded = await atMalmo.upload('/invoices/import', chosen(`\uFEFF${file.join('\r\n')}`));
  t.match(uploaded.text, 'Inlästa: 0. Oförändrade: 701. Avvisade: 3.');
  const unread = await atMalmo.upload('/invoices/import', chosen(`${markup}\n1`));
  t.match(unread, { status: 400, text: 'rad 1, den första raden ska namnge kolumnerna.' });
  t.notMatch(unread.html, '<script>alert');

  const byReference = (caseId: string) =>
    atMalmo.post('/invoices/new', {
      number: 'H-1',
      providerId: invoice.providerId,
      caseId,
      service: 'housing',
      ...period('2025-02-01', '2025-02-02'),
      days: '1',
      dayRateOre: '2000',
      amountOre: '2000',
      upkeepDeductionOre: '0',
    });
  t.match(await byReference('00000000'), { status: 400, html: 'href="#field-caseId"' }, 'no such case');
  t.match(await byReference(caseId.slice(0, 8).toUpperCase()), { status: 303 }, 'the case by its reference');
  const units = (await atMalmo.get('/invoice-samples/new')).html;
  t.notMatch(units, 'value="ASN"', 'only units of one’s own are offered');

  const sample = await node.must(staff('administrator', 'ASN'), 'drawSample', {
    body: { unit: 'ASN', pool: 'all', size: 3, seed: 7 },
  });
  const drawn = await atMalmo.get(`/invoice-samples/${sample.id}`);
  t.match(drawn.text, '3 av 703');
  t.equal(linksInMain(drawn).filter((href) => /^\/invoices\/[\da-f-]{36}$/.test(href)).length, 3);
  t.ok(linksInMain(drawn).includes('/invoice-samples/new?unit=ASN&pool=all&size=3&seed=7'));
});

t.test('a provider: licence, decisions that replace each other, exclusions of others', async (t) => {
  const { cities, home, node, provider, atMalmo } = await withMoney(t);
  const path = `/providers/${provider.id}`;
  t.match((await atMalmo.get(path)).text, 'Tillståndet är inte kontrollerat');
  const checked = await atMalmo.post(`${path}/licence-checks/new`, {
    state: 'granted',
    'checkedOn-year': '2025',
    'checkedOn-month': '2',
    'checkedOn-day': '10',
  });
  t.equal(checked.location, `${path}?done=checkLicence`);
  const decide = (more: Record<string, string>) =>
    atMalmo.post(`${path}/decisions/new`, {
      kind: 'suspension',
      'from-year': '2025',
      'from-month': '2',
      'from-day': '1',
      reference: 'ASN 7',
      reason: 'deviations',
      ...more,
    });
  t.equal((await decide({ replaces: '' })).status, 303, 'replaces nothing');
  t.match((await atMalmo.get(path)).text, /Avstängd från avrop.*Inga nya avrop/);
  const form = await atMalmo.get(`${path}/decisions/new`);
  const [, first = ''] = /name="replaces"[^>]*value="([\da-f-]{36})"/.exec(form.html) ?? [];
  t.equal((await decide({ replaces: first, reference: 'ASN 8' })).status, 303, form.text);
  t.match((await atMalmo.get(path)).text, /ASN 7 .*Ersatt/);

  const same = await home.must(administrator, 'registerProvider', {
    body: { name: markup, organisationNumber },
  });
  const excluded = { kind: 'exclusion', from: '2025-02-01', reference: markup, reason: 'other' };
  await home.must(administrator, 'decideOnProvider', { params: { providerId: same.id }, body: excluded });
  await cities.deliver();
  for (const at of [path, '/providers']) {
    const { html, text } = await atMalmo.get(at);
    t.match(text, 'Utesluten av Stockholm', at);
    t.notMatch(html, '<script>alert', at);
  }
  t.match((await atMalmo.get('/cost-findings')).text, 'Utföraren utesluten');
  isWhole(t, node);
});
