import { type Dispatcher, request } from 'undici';

/** A page that a browser has come to. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly html: string;
  /** Where it sends the browser on to, by redirect or refresh; null when it stays. */
  readonly next: string | null;
}

/** What a browser does that matters for a log-in: keeps cookies by host, whatever the port, goes on, sends forms. */
export class Browser {
  readonly cookies = new Map<string, string>();

  /** One request, without going on. */
  async visit(url: string, { form, headers }: Sent = {}): Promise<Visit> {
    const { hostname, origin } = new URL(url);
    const own = form === undefined ? {} : { origin, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await request(url, {
      method: form === undefined ? 'GET' : 'POST',
      headers: withoutNull({ cookie: this.#cookiesOf(hostname), ...own, ...headers }),
      body: form === undefined ? null : new URLSearchParams(form).toString(),
    });
    const html = await answer.body.text();
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) this.#keep(hostname, cookie);
    const next = nextOf(answer, url);
    return { url, status: answer.statusCode, headers: answer.headers, html, next };
  }

  /** As a person sees it: goes on until a page stays. */
  async open(url: string, sent: Sent = {}): Promise<Visit> {
    let visit = await this.visit(url, sent);
    for (let steps = 0; visit.next !== null; steps++) {
      if (steps === 20) throw new Error(`No page stays after ${url}`);
      visit = await this.visit(visit.next);
    }
    return visit;
  }

  /** Sends the only form of a page with what is hidden in it and what is filled in. */
  async send({ url, html }: Visit, filledIn: Record<string, string> = {}): Promise<Visit> {
    const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? url;
    return this.open(new URL(action, url).href, { form: { ...hiddenIn(html), ...filledIn } });
  }

  #cookiesOf(hostname: string): string {
    const own = [...this.cookies].filter(([key]) => key.startsWith(`${hostname} `));
    return own.map(([key, value]) => `${key.slice(hostname.length + 1)}=${value}`).join('; ');
  }

  #keep(hostname: string, cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '') this.cookies.delete(`${hostname} ${name}`);
    else this.cookies.set(`${hostname} ${name}`, value);
  }
}

export interface Sent {
  readonly form?: Readonly<Record<string, string>>;
  /** Beside or in place of what a browser sends by itself; null for a header that is left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** The hidden fields of a page. */
export const hiddenIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );

/** The main heading of a page. */
export const headingOf = ({ html }: Visit): string | undefined => /<h1[^>]*>([^<]*)</.exec(html)?.[1];

function nextOf({ statusCode, headers }: Dispatcher.ResponseData, url: string): string | null {
  const refresh = /^0; url=(.+)$/.exec(String(headers.refresh ?? ''))?.[1];
  const to = statusCode >= 300 && statusCode < 400 ? String(headers.location) : refresh;
  return to === undefined ? null : new URL(to, url).href;
}

const withoutNull = (headers: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
