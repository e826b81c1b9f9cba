import type { Report, ReportPart, ReportRow, ReportTable } from '@storstad/contract';
import { renderToString } from 'preact-render-to-string';
import { type ReportTexts, reportTexts } from '../../report-texts.js';
import type { Language } from '../../texts.js';
import { assetUrl } from './assets.js';

/** The report as a page to print, whole: the texts escape themselves, and nothing on the page is fetched but its style. */
export const reportPage = (report: Report, language: Language): string =>
  `<!doctype html>${renderToString(<ReportPage report={report} words={wordsIn(language)} />)}`;

/** How things are said in a language. */
interface Words {
  readonly language: Language;
  readonly texts: ReportTexts;
  readonly number: Intl.NumberFormat;
  readonly date: Intl.DateTimeFormat;
}

const localeOf: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };

const wordsIn = (language: Language): Words => ({
  language,
  texts: reportTexts[language],
  number: new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: 2 }),
  date: new Intl.DateTimeFormat(localeOf[language], { dateStyle: 'long', timeZone: 'UTC' }),
});

function ReportPage({ report, words }: { report: Report; words: Words }) {
  return (
    <html lang={words.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${titleOf(report, words)} – ${cityName(report.city, words)}`}</title>
        <link rel="stylesheet" href={assetUrl('desk.css')} />
      </head>
      <body>
        <main class="app-width app-main">
          <Content report={report} words={words} />
        </main>
      </body>
    </html>
  );
}

/** The report as the content of a page: its heading and all its tables. */
export const ReportContent = ({ report, language }: { report: Report; language: Language }) => (
  <Content report={report} words={wordsIn(language)} />
);

function Content({ report, words }: { report: Report; words: Words }) {
  const { page } = words.texts;
  const [all, ...others] = report.parts;
  const date = words.date.format(new Date(`${report.asOf}T00:00:00Z`));
  return (
    <article class="app-report">
      <h1>{titleOf(report, words)}</h1>
      <p class="as-of">{fill(page.asOf, { city: cityName(report.city, words), date })}</p>
      <p class="audience">{report.audience === 'board' ? page.forBoard : page.forOthers}</p>
      <section class="notes" aria-labelledby="notes">
        <h2 id="notes">{page.notes}</h2>
        <ul>
          {report.notes.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      </section>
      {all && <WholeReport part={all} words={words} isExternal={report.audience === 'external'} />}
      {others.map((part) => (
        <OtherPart key={partName(part, words)} part={part} words={words} />
      ))}
    </article>
  );
}

const titleOf = ({ agreement }: Report, { texts }: Words): string => fill(texts.page.title, { agreement });

/** All cases, section by section. */
function WholeReport({ part, words, isExternal }: { part: ReportPart; words: Words; isExternal: boolean }) {
  const tables = isExternal ? part.tables.filter((table) => table.rows.some(isKnown)) : part.tables;
  return (
    <>
      {bySection(tables).map(([section, ofSection]) => (
        <section key={section} aria-labelledby={section}>
          <h2 id={section}>{words.texts.sections[section]}</h2>
          <Tables tables={ofSection} words={words} />
        </section>
      ))}
      {tables.length < part.tables.length && <p>{words.texts.page.onlyExchanges}</p>}
    </>
  );
}

/** One direction, or one direction and city; only what there is anything to say of. */
function OtherPart({ part, words }: { part: ReportPart; words: Words }) {
  const tables = part.tables.filter(({ rows }) => rows.some((row) => isKnown(row) && row.value !== 0));
  const name = partName(part, words);
  const id = [part.direction, part.city].filter(Boolean).join('-');
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <p>{words.texts.page.emptyLeftOut}</p>
      {bySection(tables).map(([section, ofSection]) => (
        <section key={section} aria-labelledby={`${id} ${id}-${section}`}>
          <h3 id={`${id}-${section}`}>{words.texts.sections[section]}</h3>
          <Tables tables={ofSection} words={words} />
        </section>
      ))}
    </section>
  );
}

const Tables = ({ tables, words }: { tables: readonly ReportTable[]; words: Words }) => (
  <div class="tables">
    {tables.map((table) => (
      <Table key={table.measure} table={table} words={words} />
    ))}
  </div>
);

/** Of more keys than this, those with 0 are told in one row. */
const mostZeros = 8;

function Table({ table, words }: { table: ReportTable; words: Words }) {
  const { page, measures, units } = words.texts;
  const isLong = table.rows.length > mostZeros;
  const rows = table.rows.filter(({ value }) => !isLong || value !== 0);
  const zeros = table.rows.length - rows.length;
  return (
    <table>
      <caption>
        {measures[table.measure]} <span class="unit">({units[table.unit]})</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{page.key}</th>
          <th scope="col" class="value">
            {page.value}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{keyName(table.measure, row.key, words)}</th>
            <td class={`value ${row.status}`}>{saidValue(row, table.unit, words)}</td>
          </tr>
        ))}
        {zeros > 0 && (
          <tr>
            <th scope="row">
              {rows.length === 0 ? words.texts.keys.all : fill(page.others, { n: String(zeros) })}
            </th>
            <td class="value">0</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

const isKnown = ({ status }: ReportRow): boolean => status === 'known';

/** Öre are shown as kronor. */
function saidValue(
  { status, value }: ReportRow,
  unit: ReportTable['unit'],
  { texts, number }: Words,
): string {
  if (status !== 'known' || value === null)
    return texts.page[status === 'suppressed' ? 'suppressed' : 'not-known'];
  return number.format(unit === 'ore' ? value / 100 : value);
}

/** Codes of refusals and findings that have no words here are shown as they are, as are new cities. */
const keyName = (measure: string, key: string, { texts }: Words): string =>
  texts.keys[`${measure}/${key}`] ?? texts.keys[key] ?? texts.cities[key] ?? key;

const cityName = (city: string, { texts }: Words): string => texts.cities[city] ?? city;

function partName({ direction, city }: ReportPart, words: Words): string {
  const { page } = words.texts;
  if (city === null) return page[direction];
  return fill(direction === 'sent' ? page.sentTo : page.receivedFrom, { city: cityName(city, words) });
}

function bySection(tables: readonly ReportTable[]): [ReportTable['section'], ReportTable[]][] {
  const sections = [...new Set(tables.map(({ section }) => section))];
  return sections.map((section) => [section, tables.filter((table) => table.section === section)]);
}

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
