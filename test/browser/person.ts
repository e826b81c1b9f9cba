import { personaSecret } from '@storstad/rehearsal';
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** How long somebody waits for what should come; generous, since the machine may be busy. */
const patienceInMs = 20_000;

/** More often than this nobody presses Tab to get to something. */
const mostTabs = 120;

/** Somebody at a browser of their own, who finds everything by what it is called. */
export class Person {
  /** What the browser has against the pages: errors of the script, and what the content security policy stops. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly place: Page | Locator = page,
  ) {
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (said) => {
      if (said.type() === 'error' && !said.text().startsWith('Failed to load resource'))
        this.complaints.push(said.text());
    });
  }

  /** Somebody with an empty browser. */
  static async at(context: BrowserContext): Promise<Person> {
    return Person.on(await context.newPage());
  }

  /** Somebody at a tab that is open. */
  static on(page: Page): Person {
    page.setDefaultTimeout(patienceInMs);
    return new Person(page);
  }

  /** Opens an address, as from a bookmark. */
  async opens(address: string): Promise<void> {
    await this.page.goto(address);
  }

  /** Logs in to a city's pages as a persona such as `social-worker@malmo/ASN`, at the identity provider. */
  async logsIn(origin: string, name: string): Promise<void> {
    await this.opens(`${origin}/`);
    await this.follows('Logga in');
    await this.identifies(name);
    await this.sees('Logga ut');
  }

  /** Says at the identity provider's page who they are. */
  async identifies(name: string): Promise<void> {
    await this.page.getByLabel('Namn').fill(name);
    await this.page.getByLabel('Lösenord').fill(personaSecret);
    await this.presses('Logga in');
  }

  /** Logs out, here and at the identity provider. */
  async logsOut(): Promise<void> {
    await this.presses('Logga ut');
    await this.isOn('Du har loggat ut');
  }

  /** Follows the link of this name. Two links of one name must not lead to two places. */
  async follows(name: string | RegExp): Promise<void> {
    const links = this.page.getByRole('link', { name, exact: true });
    await links.first().waitFor();
    const places = new Set(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))));
    if (places.size > 1) throw new Error(`“${name}” leads to ${[...places].join(' and ')}`);
    await this.#leaves(() => links.first().click());
  }

  /** Presses the button of this name, which leads to another page, or to the same one anew. */
  async presses(name: string): Promise<void> {
    await this.#leaves(() => this.page.getByRole('button', { name, exact: true }).click());
  }

  /** The same person, at one part of a form that has several alike. */
  within(part: string): Person {
    return new Person(this.page, this.#question(part));
  }

  /** Answers a question with one of its choices. */
  async chooses(question: string, answer: string): Promise<void> {
    await this.#question(question).getByRole('radio', { name: answer, exact: true }).check();
  }

  /** Ticks some of a question's boxes. */
  async ticks(question: string, ...answers: readonly string[]): Promise<void> {
    for (const answer of answers)
      await this.#question(question).getByRole('checkbox', { name: answer, exact: true }).check();
  }

  /** Writes in a field. */
  async writes(label: string, text: string): Promise<void> {
    await this.place.getByRole('textbox', { name: named(label) }).fill(text);
  }

  /** Fills in a day (YYYY-MM-DD), and a time of it where the question asks for one. */
  async dates(question: string, date: string, time?: string): Promise<void> {
    const [year = '', month = '', day = ''] = date.split('-');
    const parts = { År: year, Månad: month, Dag: day, ...(time && { Klockslag: time }) };
    for (const [part, text] of Object.entries(parts))
      await this.#question(question).getByLabel(part, { exact: true }).fill(text);
  }

  /** Waits until a page with this heading is shown. */
  async isOn(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /** Waits until a text is shown. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Loads the page anew. */
  async reloads(): Promise<void> {
    await this.page.reload();
  }

  /** The address of the page, without what stands behind a question mark. */
  get address(): string {
    return this.page.url().split('?')[0] ?? '';
  }

  /** What stands in a part of a day, such as its year. */
  async writtenIn(question: string, part: string): Promise<string> {
    return this.#question(question).getByLabel(part, { exact: true }).inputValue();
  }

  /** What a page says, as it is read. */
  async reads(): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
    return this.page.locator('main').innerText();
  }

  /** What the first row says that speaks of these. */
  async row(...about: readonly string[]): Promise<string> {
    const rows = about.reduce((rows, text) => rows.filter({ hasText: text }), this.page.getByRole('row'));
    return rows.first().innerText();
  }

  /** Somebody goes on in another tab of the same browser. */
  async opensTab(): Promise<Person> {
    return Person.at(this.page.context());
  }

  /** Waits until a dialog is open that is called so. */
  async seesDialog(name: string): Promise<void> {
    await this.page.getByRole('dialog', { name }).waitFor();
  }

  /** Waits until no dialog is open. */
  async seesNoDialog(): Promise<void> {
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' });
  }

  /** Presses a key, such as `Space`; `leaves` when it leads to another page. */
  async types(key: string, { leaves = false } = {}): Promise<void> {
    const press = () => this.page.keyboard.press(key);
    await (leaves ? this.#leaves(press) : press());
  }

  /** Goes on to what comes next with the tab key. Answers what it is. */
  async tabs(): Promise<string> {
    await this.types('Tab');
    return this.focus();
  }

  /** Goes on until something has the focus. */
  async tabsTo(name: string): Promise<void> {
    for (let i = 0; i < mostTabs; i++) if ((await this.tabs()) === name) return;
    throw new Error(`${mostTabs} times Tab do not lead to “${name}”`);
  }

  /** What has the focus: by its label or text, else by what element it is. */
  async focus(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      const name =
        at?.labels?.[0]?.innerText ?? (at?.matches('main') ? 'main' : (at as HTMLElement | null)?.innerText);
      return name?.trim() ?? '';
    });
  }

  #question(name: string) {
    return this.place.getByRole('group', { name: named(name) });
  }

  /** What is done next is done on the next page, never on the one that is about to go. */
  async #leaves(step: () => Promise<void>): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), step()]);
  }
}

/** What a field is called, whether or not it must be filled in. */
const named = (label: string) => new RegExp(`^${label.replaceAll(/[.?()]/g, '\\$&')}( \\(frivilligt\\))?$`);
