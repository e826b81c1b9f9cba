import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { assetUrl } from './assets.js';
import { Notice } from './components/messages.js';
import { PageContext } from './components/page-context.js';
import { Footer } from './footer.js';
import { Header, Menu } from './header.js';
import type { Reader } from './reader.js';
import { SessionWarning } from './session-warning.js';
import type { Words } from './words.js';

/** What stands around a page's own content. */
export interface Frame {
  /** Says the page; the service and the city are added to it. */
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Who is shown a page, as far as what stands around it needs to know. */
export type FrameReader = Pick<Reader, 'session' | 'words' | 'path' | 'address' | 'notice'> & {
  readonly node: Pick<Reader['node'], 'city' | 'rehearsal'>;
};

/** A whole document as HTML. The content is escaped by Preact; nothing is put in raw. */
export const documentOf = (page: VNode): string => `<!doctype html>${renderToString(page)}`;

/** The document around a page: for readers who are logged in, with their menu. */
export const Page = ({ reader, title, children }: Frame & { readonly reader: FrameReader }) => (
  <Document
    words={reader.words}
    city={reader.node.city}
    rehearsal={reader.node.rehearsal}
    path={reader.path}
    title={title}
    reader={reader}
  >
    {children}
  </Document>
);

/** The document around a page that anyone may see, such as the log-in page. */
export function Document({
  words,
  city,
  rehearsal = false,
  path = '/',
  title,
  reader,
  children,
}: Frame & {
  readonly words: Words;
  readonly city: string;
  readonly rehearsal?: boolean | undefined;
  /** Where the reader comes back to after a change of language. */
  readonly path?: string | undefined;
  readonly reader?: FrameReader | undefined;
}) {
  const { language, say } = words;
  const done = reader?.notice ? words.find(`forms.${reader.notice}.done`) : undefined;
  return (
    <PageContext value={{ words, formToken: reader?.session.formToken ?? null }}>
      <html lang={language} class="govuk-template">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="theme-color" content="#12355b" />
          <title>{`${title} – ${say('layout.service')}, ${words.city(city)}`}</title>
          <link rel="icon" type="image/svg+xml" href={assetUrl('icon.svg')} />
          <link rel="stylesheet" href={assetUrl('desk.css')} />
          <script type="module" src={assetUrl('desk.js')} />
        </head>
        <body class="govuk-template__body">
          <a href="#main" class="govuk-skip-link">
            {say('layout.skip')}
          </a>
          <Header city={city} reader={reader} />
          {reader && <Menu roles={reader.session.staff.roles} path={path} />}
          {rehearsal && (
            <section class="app-rehearsal" aria-label={say('layout.rehearsalLabel')}>
              <p class="app-width">{say('layout.rehearsal')}</p>
            </section>
          )}
          <main id="main" class="app-width app-main" tabIndex={-1}>
            {done && <Notice title={done} />}
            {children}
          </main>
          <Footer address={reader?.address ?? path} />
          {reader && <SessionWarning />}
        </body>
      </html>
    </PageContext>
  );
}
