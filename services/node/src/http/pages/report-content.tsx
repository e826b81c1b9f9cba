import type { Report, ReportPart } from '@storstad/contract';
import type { Language } from '../../texts.js';
import { type Line, linesOf, type MeasureLines, type Telling, tellingOf } from './report-lines.js';
import {
  fill,
  type ReportWords,
  reportWordsIn,
  saidCity,
  saidKey,
  saidPart,
  saidTitle,
  saidValue,
} from './report-words.js';

/** The report as the content of a page: what a board asks first, a list of contents, how to read it, then all of it. */
export function ReportContent({ report, language }: { report: Report; language: Language }) {
  const words = reportWordsIn(language);
  const { page } = words.texts;
  const isExternal = report.audience === 'external';
  const together = report.parts.filter(({ city }) => city === null);
  const measures = linesOf(together);
  const shown = isExternal ? measures.filter(({ lines }) => tellingOf(lines) !== 'suppressed') : measures;
  const sections = [...new Set(shown.map(({ section }) => section))];
  const cities = [...new Set(report.parts.flatMap(({ city }) => (city === null ? [] : [city])))];
  const date = words.date.format(new Date(`${report.asOf}T00:00:00Z`));
  return (
    <article class="app-report">
      <h1>{saidTitle(report, words)}</h1>
      <p class="as-of">{fill(page.asOf, { city: saidCity(report.city, words), date })}</p>
      <p class="audience">{isExternal ? page.forOthers : page.forBoard}</p>
      <Summary measures={shown} parts={together} words={words} />
      {sections.length > 1 && <Contents sections={sections} cities={cities} words={words} />}
      <section class="notes" aria-labelledby="notes">
        <h2 id="notes">{page.notes}</h2>
        <ul>
          {report.notes.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      </section>
      {sections.map((section) => (
        <section key={section} aria-labelledby={section}>
          <h2 id={section}>{words.texts.sections[section]}</h2>
          <Measures
            caption={words.texts.sections[section]}
            measures={shown.filter((measure) => measure.section === section)}
            parts={together}
            words={words}
          />
        </section>
      ))}
      {shown.length < measures.length && <p>{page.onlyExchanges}</p>}
      {cities.map((city) => (
        <OfCity
          key={city}
          city={city}
          parts={report.parts.filter((part) => part.city === city)}
          words={words}
        />
      ))}
    </article>
  );
}

/** What the boards ask for first: a key of a measure each. */
const asked = [
  ['exchanges', 'all'],
  ['referrals', 'accepted'],
  ['referrals', 'waiting'],
  ['request-to-answer', 'median'],
  ['answer-to-arrival', 'median'],
  ['stays', 'running'],
  ['stays', 'ended'],
  ['days', 'all'],
  ['charged-amount', 'all'],
  ['balance-amount', 'all'],
  ['invoice-findings', 'all'],
] as const;

interface Together {
  readonly parts: readonly ReportPart[];
  readonly words: ReportWords;
}

function Summary({ measures, parts, words }: Together & { measures: readonly MeasureLines[] }) {
  const { page, measures: names, units } = words.texts;
  const rows = asked.flatMap(([measure, key]) => {
    const found = measures.find((one) => one.measure === measure);
    const line = found?.lines.find((one) => one.key === key);
    if (!found || !line) return [];
    const name = names[measure] ?? measure;
    const said = key === 'all' ? name : `${name}: ${saidKey(measure, key, words)}`;
    return [{ id: `${measure}/${key}`, said: `${said} (${units[found.unit]})`, unit: found.unit, line }];
  });
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="summary">
      <h2 id="summary">{page.summary}</h2>
      <table>
        <caption>{page.summary}</caption>
        <Head parts={parts} words={words} />
        <tbody>
          {rows.map(({ id, said, unit, line }) => (
            <LineRow key={id} name={said} line={line} unit={unit} parts={parts} words={words} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Contents = ({
  sections,
  cities,
  words,
}: {
  sections: readonly MeasureLines['section'][];
  cities: readonly string[];
  words: ReportWords;
}) => (
  <nav class="contents" aria-labelledby="contents">
    <h2 id="contents">{words.texts.page.contents}</h2>
    <ul>
      {sections.map((section) => (
        <li key={section}>
          <a href={`#${section}`}>{words.texts.sections[section]}</a>
        </li>
      ))}
      {cities.map((city) => (
        <li key={city}>
          <a href={`#with-${city}`}>{fill(words.texts.page.withCity, { city: saidCity(city, words) })}</a>
        </li>
      ))}
    </ul>
  </nav>
);

/** The cases with one other city; only what there is anything to say of. */
function OfCity({ city, parts, words }: Together & { city: string }) {
  const title = fill(words.texts.page.withCity, { city: saidCity(city, words) });
  const measures = linesOf(parts)
    .filter(({ lines }) => tellingOf(lines) === 'something')
    .map((measure) => ({ ...measure, lines: measure.lines.filter((line) => isSomething(line)) }))
    .filter(({ lines }) => lines.length > 0);
  return (
    <section aria-labelledby={`with-${city}`}>
      <h2 id={`with-${city}`}>{title}</h2>
      <p>{measures.length === 0 ? words.texts.page.noCases : words.texts.page.emptyLeftOut}</p>
      <Measures caption={title} measures={measures} parts={parts} words={words} />
    </section>
  );
}

const isSomething = ({ cells }: Line): boolean =>
  cells.some((cell) => cell?.status === 'known' && cell.value !== 0);

/** Some measures in one table; those that tell nothing but none, or nothing at all, in a line each below it. */
function Measures({
  caption,
  measures,
  parts,
  words,
}: Together & { caption: string; measures: readonly MeasureLines[] }) {
  const of = (telling: Telling) => measures.filter(({ lines }) => tellingOf(lines) === telling);
  const told = of('something');
  const { page, measures: names } = words.texts;
  const rest = (['zero', 'not-known', 'suppressed'] as const).flatMap((telling) => {
    const listed = of(telling).map(({ measure }) => names[measure] ?? measure);
    return listed.length === 0 ? [] : [{ telling, said: `${page.only[telling]}: ${listed.join(', ')}.` }];
  });
  return (
    <>
      {told.length > 0 && (
        <table>
          <caption>{caption}</caption>
          <Head parts={parts} words={words} />
          {told.map((measure) => (
            <MeasureRows key={measure.measure} measure={measure} parts={parts} words={words} />
          ))}
        </table>
      )}
      {rest.map(({ telling, said }) => (
        <p key={telling} class="rest">
          {said}
        </p>
      ))}
    </>
  );
}

const Head = ({ parts, words }: Together) => (
  <thead>
    <tr>
      <th scope="col">{words.texts.page.key}</th>
      {parts.map((part) => (
        <th key={saidPart(part, words)} scope="col" class="value">
          {saidPart(part, words)}
        </th>
      ))}
    </tr>
  </thead>
);

/** A measure that has but one key is a row; one with more has a heading. Keys of which there is none are told in one row. */
function MeasureRows({
  measure: { measure, unit, lines },
  parts,
  words,
}: Together & { measure: MeasureLines }) {
  const { page, measures, units } = words.texts;
  const name = measures[measure] ?? measure;
  const [only] = lines;
  if (lines.length === 1 && only?.key === 'all')
    return (
      <tbody>
        <LineRow name={`${name} (${units[unit]})`} line={only} unit={unit} parts={parts} words={words} />
      </tbody>
    );
  const zeros = lines.filter((line) => tellingOf([line]) === 'zero');
  const told = zeros.length > 1 ? lines.filter((line) => !zeros.includes(line)) : lines;
  return (
    <tbody>
      <tr class="measure">
        <th scope="rowgroup" colSpan={parts.length + 1}>
          {name} <span class="unit">({units[unit]})</span>
        </th>
      </tr>
      {told.map((line) => (
        <LineRow
          key={line.key}
          name={saidKey(measure, line.key, words)}
          line={line}
          unit={unit}
          parts={parts}
          words={words}
        />
      ))}
      {told.length < lines.length && zeros[0] && (
        <LineRow
          name={fill(page.others, { n: String(zeros.length) })}
          line={zeros[0]}
          unit={unit}
          parts={parts}
          words={words}
        />
      )}
    </tbody>
  );
}

const LineRow = ({
  name,
  line,
  unit,
  parts,
  words,
}: Together & { name: string; line: Line; unit: MeasureLines['unit'] }) => (
  <tr>
    <th scope="row">{name}</th>
    {line.cells.map((cell, i) => {
      const head = parts[i] ? saidPart(parts[i], words) : '';
      return (
        <td key={head} class={`value ${cell?.status ?? ''}`} data-label={head}>
          {cell ? saidValue(cell, unit, words) : '–'}
        </td>
      );
    })}
  </tr>
);
