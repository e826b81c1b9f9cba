// Every form in a browser: what is wrong is said where one looks, and no page of another origin can send it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeskOperationId } from '@storstad/contract';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { entriesOf } from '../../services/node/src/http/pages/forms/entries-of.js';
import { fieldsOf, variantsOf } from '../../services/node/src/http/pages/forms/field.js';
import { formHref, formPathOf } from '../../services/node/src/http/pages/forms/form-href.js';
import { formOperations } from '../../services/node/src/http/pages/forms/form-routes.js';
import { agree, bringTo, openAndReady, units } from '../../services/node/test/helpers/case-work.js';
import { startCities } from '../../services/node/test/helpers/city-nodes.js';
import { fullBodies } from '../../services/node/test/helpers/desk-bodies.js';
import { contentsOf, writtenSince } from '../../services/node/test/helpers/store-contents.js';
import { openPages } from '../../services/node/test/pages/open-pages.js';
import { wrongEntries } from '../../services/node/test/pages/wrong-entries.js';
import { axeFindings, lookAt, noChromium, reachOut, startBrowser, views } from './browser.js';

const everybody = {
  roles: ['social-worker', 'police-liaison', 'administrator', 'auditor'],
  units: units.stockholm ?? [],
};
const nowhere = '00000000-0000-4000-8000-000000000000';

/** A city with a stay in progress, and a browser of somebody there who has every role. */
async function withBrowser(t: Test) {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const [stockholm, malmo] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(stockholm);
  await bringTo({ home: stockholm, receiving: malmo, deliver: cities.deliver }, caseId, 'in-progress');
  const pages = await openPages(t, stockholm);
  const reader = pages.as(everybody);
  const browser = await startBrowser(t);
  const context = await browser.newContext();
  await context.addCookies([reader.cookie]);
  return { stockholm, caseId, pages, reader, page: await context.newPage() };
}

/** Ids for a path: of the case that there is, and of nothing. */
const filled = (path: string, caseId: string) =>
  path
    .replaceAll(/:caseId/g, caseId)
    .replaceAll(/:agreementId/g, '2025')
    .replaceAll(/:\w+/g, nowhere);

/** Every form of the contract, in each of its variants. */
const forms = (caseId: string) =>
  formOperations().flatMap(({ operationId, fastifyPath }) => {
    const ids = [...fastifyPath.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const params = Object.fromEntries(ids.map((id) => [id, filled(`:${id}`, caseId)]));
    const variants = variantsOf(operationId);
    return (variants.length > 0 ? variants : [null]).map((variant) => ({
      name: [operationId, variant].filter(Boolean).join(' '),
      href: formHref(operationId, params, variant === null ? {} : { kind: variant }),
      fields: fieldsOf(operationId as DeskOperationId, variant),
    }));
  });

/** Sends the form of a page with these entries: written into what takes text, and put in place of what is chosen. */
const sendWrong = (page: Page, entries: readonly [string, string][]) =>
  page.evaluate((entries) => {
    const form = document.querySelector<HTMLFormElement>('main form');
    for (const [name, value] of entries) {
      const fields = Array.from(form?.querySelectorAll<HTMLInputElement>(`[name="${name}"]`) ?? []);
      const text = fields.find(({ type }) => type === 'text' || type === 'textarea');
      if (text) text.value = value;
      else {
        for (const field of fields) field.disabled = true;
        form?.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      }
    }
    form?.requestSubmit();
  }, entries);

t.test('with everything wrong', { skip: noChromium, timeout: 600_000 }, async (t) => {
  const { caseId, pages, page } = await withBrowser(t);
  const said: string[] = [];
  page.on('pageerror', ({ message }) => said.push(message));
  page.on('dialog', (dialog) => {
    said.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  for (const { name, href, fields } of forms(caseId)) {
    const entries = wrongEntries(fields);
    if (entries.length === 0) continue;
    await page.goto(pages.url + href);
    const judged = page.waitForEvent('response', (response) => response.request().method() === 'POST');
    await sendWrong(page, entries);
    t.equal((await judged).status(), 400, `${name}: refused`);
    const summary = page.locator('.govuk-error-summary');
    await summary.waitFor();
    t.ok(await summary.evaluate((element) => element === document.activeElement), `${name}: the focus`);
    t.match(await page.title(), /^Fel: /, `${name}: the title says so`);
    for (const view of views) {
      await lookAt(page, view);
      // Shown without faults it is looked at in all three; see every-page.test.ts.
      if (view.name === 'wide') t.strictSame(await axeFindings(page), [], `${name}: axe`);
      t.strictSame(await reachOut(page), [], `${name}, ${view.name}: nothing reaches out`);
    }
    await lookAt(page, { name: '', width: 1280, text: 100 });
    t.strictSame(await linksThatMiss(page), [], `${name}: each link goes to a field that says the same`);
    t.strictSame(said.splice(0), [], name);
  }
});

/** The links of the summary of faults that do not put the focus on a field, or to one that says nothing of the fault. */
const linksThatMiss = (page: Page) =>
  page.evaluate(() => {
    const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('.govuk-error-summary a'));
    if (links.length === 0) return ['There is no link'];
    return links
      .filter((link) => {
        link.click();
        const field = document.activeElement;
        const about = field?.closest('.govuk-form-group--error')?.textContent ?? '';
        return `#${field?.id}` !== link.hash || !about.includes(link.textContent ?? '');
      })
      .map(
        (link) =>
          `${link.hash} ${link.textContent} (focus: ${document.activeElement?.outerHTML.slice(0, 120)})`,
      );
  });

/** Every path that takes a form, with entries that would do something if they came from a page of ours. */
function attacks(posts: readonly string[], caseId: string) {
  const bodies = fullBodies('2025-01-13');
  const operations = new Map(
    formOperations().map((operation) => [formPathOf(operation), operation.operationId]),
  );
  return posts.map((path) => {
    const operationId = operations.get(path);
    const body = operationId && bodies[operationId]?.[0];
    const [variant = null] = operationId ? variantsOf(operationId) : [];
    const entries =
      operationId && body ? [...entriesOf(fieldsOf(operationId, variant), body)] : [['name', 'x']];
    const query = variant === null ? '' : `?kind=${variant}`;
    return { path: filled(path, caseId) + query, entries: entries as [string, string][] };
  });
}

/** A site of somebody else whose pages send a form of ours as soon as they are opened. */
async function otherSite(t: Test) {
  const state = { html: '' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(state.html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return {
    port,
    sendOnOpening(action: string, entries: readonly [string, string][]) {
      const fields = entries.map(
        ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
      );
      state.html = `<!doctype html><title>x</title><form method="post" action="${action}">${fields.join('')}</form><script>document.forms[0].submit()</script>`;
    },
  };
}

t.test('sent by a page of another origin', { skip: noChromium, timeout: 600_000 }, async (t) => {
  const { stockholm, caseId, pages, reader, page } = await withBrowser(t);
  const site = await otherSite(t);
  const before = contentsOf(stockholm.node.store);
  const send = async (host: string, action: string, entries: readonly [string, string][]) => {
    site.sendOnOpening(pages.url + action, entries);
    const answered = page.waitForEvent(
      'response',
      (response) => response.request().method() === 'POST' && response.url().startsWith(pages.url),
    );
    await page.goto(`http://${host}:${site.port}/`);
    const answer = await answered;
    await page.waitForLoadState();
    return {
      status: answer.status(),
      location: answer.headers().location ?? null,
      request: answer.request(),
    };
  };
  t.ok(pages.posts.length > formOperations().length, `${pages.posts.length} paths`);
  for (const { path, entries } of attacks(pages.posts, caseId)) {
    // Another port is the same site to a browser: it sends the cookie. Even the token of the session does not help.
    const near = await send('127.0.0.1', path, [...entries, ['formToken', reader.formToken]]);
    t.equal(near.status, 403, `${path} from another port`);
    t.match((await near.request.allHeaders()).cookie, reader.cookie.value, 'the browser sent the cookie');
    const { status, location, request } = await send('localhost', path, entries);
    t.match(`${status} ${location}`, /^(303 \/log-in\?|403 )/, `${path} from another site`);
    t.notOk((await request.allHeaders()).cookie, 'the browser sent no cookie');
  }
  t.strictSame(writtenSince(stockholm.node.store, before), { tables: [], entries: [] }, 'nothing is written');
  t.equal((await reader.get('/')).status, 303, 'the session lives');
});
