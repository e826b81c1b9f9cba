import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../../texts.js';
import { PageContext } from './components/page-context.js';
import type { Reader } from './reader.js';
import type { Words } from './words.js';

/** What stands around a page's own content. */
export interface Frame {
  /** Says the page; the service and the city are added to it. */
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A whole document as HTML. The content is escaped by Preact; nothing is put in raw. */
export const documentOf = (page: VNode): string => `<!doctype html>${renderToString(page)}`;

/** The document around a page: for readers who are logged in, with their menu. */
export function Page({ reader, title, children }: Frame & { readonly reader: Reader }) {
  return (
    <Document words={reader.words} city={reader.node.city} title={title} reader={reader}>
      {children}
    </Document>
  );
}

/** The document around a page that anyone may see, such as the log-in page. */
export function Document({
  words,
  city,
  title,
  reader,
  children,
}: Frame & { readonly words: Words; readonly city: string; readonly reader?: Reader }) {
  const { language, say } = words;
  return (
    <html lang={language satisfies Language} class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${say('layout.service')}, ${words.city(city)}`}</title>
        <link rel="stylesheet" href="/assets/desk.css" />
        <script type="module" src="/assets/desk.js" />
      </head>
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">
          {say('layout.skip')}
        </a>
        <header class="app-header">{reader ? reader.session.name : say('layout.service')}</header>
        <main id="main" class="govuk-width-container govuk-main-wrapper">
          <PageContext value={{ words, formToken: reader?.session.formToken ?? null }}>
            {children}
          </PageContext>
        </main>
      </body>
    </html>
  );
}
