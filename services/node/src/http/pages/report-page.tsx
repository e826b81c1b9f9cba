import type { Report } from '@storstad/contract';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../../texts.js';
import { assetUrl } from './assets.js';
import { ReportContent } from './report-content.js';
import { reportWordsIn, saidCity, saidTitle } from './report-words.js';

/** The report as a page to print, whole: the texts escape themselves, and nothing on the page is fetched but its style. */
export const reportPage = (report: Report, language: Language): string =>
  `<!doctype html>${renderToString(<ReportPage report={report} language={language} />)}`;

function ReportPage({ report, language }: { report: Report; language: Language }) {
  const words = reportWordsIn(language);
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${saidTitle(report, words)} – ${saidCity(report.city, words)}`}</title>
        <link rel="stylesheet" href={assetUrl('desk.css')} />
      </head>
      <body>
        <main class="app-width app-main">
          <ReportContent report={report} language={language} />
        </main>
      </body>
    </html>
  );
}
