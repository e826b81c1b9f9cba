import type { Reading, ReadingReviews, Readings } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { caseReference } from '../case/case-reference.js';
import { ButtonLink, formTokenField } from '../components/forms.js';
import { Notice } from '../components/messages.js';
import { Pagination } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { formHref } from '../forms/form-href.js';
import { formText } from '../forms/form-page.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, mayAskFor, type Reader } from '../reader.js';
import type { Words } from '../words.js';
import { ReadingFilter, readFilter } from './reading-filter.js';

/** As many as the operation gives: what is of one minute is one row, so that there are fewer rows. */
const readingsAPage = 100;

/** Who was shown something of which case, and who has gone through it. Nothing of the cases themselves. */
export async function readingsPage({ reader, query, entries }: PageRequest): Promise<PageAnswer> {
  const { asked, faults } = readFilter(entries);
  const chosen = choiceIn(entries);
  const readings = await ask(reader, 'listReadingLog', {
    query: { ...asked, page: String(pageIn(chosen ? entries : query)), limit: `${readingsAPage}` },
  });
  if (!readings.ok) return readings;
  const reviews = await ask(reader, 'listReadingReviews', { query: { limit: '10' } });
  if (!reviews.ok) return reviews;
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('oversight.readings.title')}>
        <h1 class="govuk-heading-l">{say('oversight.readings.title')}</h1>
        <p class="govuk-body">{say('oversight.readings.lead')}</p>
        <ToReview reader={reader} reviews={reviews.answer} />
        <ReadingFilter entries={entries} faults={faults} />
        <ReadingTable readings={readings.answer} />
        <Pagination {...paging(reader, query, readings.answer)} posted={chosen} />
        <ReviewTable reviews={reviews.answer} />
      </Page>
    ),
  };
}

/** What was sent to choose readings; undefined where all are shown. */
function choiceIn(entries: URLSearchParams): Readonly<Record<string, string>> | undefined {
  const { [formTokenField]: _, ...chosen } = Object.fromEntries(entries);
  return entries.size > 0 ? chosen : undefined;
}

/** From which day nobody has reviewed, and the way to say that one has. */
function ToReview({ reader, reviews }: { readonly reader: Reader; readonly reviews: ReadingReviews }) {
  const { words, node } = reader;
  const { unreviewedFrom } = reviews;
  const isOpen = unreviewedFrom !== null && unreviewedFrom < civilDateOf(node.clock.now());
  if (!isOpen) return null;
  return (
    <Notice
      tone="info"
      title={words.say('oversight.readings.unreviewed', { from: words.date(unreviewedFrom) })}
    >
      {mayAskFor(reader, 'reviewReadings') && (
        <p>
          <ButtonLink href={formHref('reviewReadings')} kind="secondary">
            {formText({ operation: 'reviewReadings', variant: null }, 'link', words)}
          </ButtonLink>
        </p>
      )}
    </Notice>
  );
}

function ReadingTable({ readings: { readings, page, limit, total } }: { readonly readings: Readings }) {
  const words = useWords();
  const { say } = words;
  const before = (page - 1) * limit;
  return (
    <Table
      caption={say('oversight.readings.caption', {
        first: words.number(before + 1),
        last: words.number(before + readings.length),
        total: words.number(total),
      })}
      columns={[
        { head: say('oversight.readings.at') },
        { head: say('oversight.readings.who') },
        { head: say('oversight.readings.case') },
        { head: say('oversight.readings.what') },
        { head: say('oversight.readings.why') },
      ]}
      rows={togetherInMinutes(readings).map(({ reading, operations }, i) => ({
        key: `${reading.at}-${i}`,
        cells: [
          words.time(reading.at),
          reading.staff,
          caseReference(reading.caseId),
          [...operations].map(([operation, n]) => saidOperation(operation, n, words)).join(', '),
          <Why key="why" reading={reading} />,
        ],
      }))}
      empty={say('oversight.readings.empty')}
    />
  );
}

interface ReadingsInMinute {
  /** The latest of them. */
  readonly reading: Reading;
  /** How many times each was asked for. */
  readonly operations: Map<string, number>;
}

/** What one and the same was shown of a case within a minute, for one and the same reason, as one: a page asks for several things. */
export function togetherInMinutes(readings: readonly Reading[]): ReadingsInMinute[] {
  const found = new Map<string, ReadingsInMinute>();
  for (const reading of readings) {
    const { at, staff, caseId, own, reason, operation } = reading;
    const key = JSON.stringify([at.slice(0, 'YYYY-MM-DDTHH:MM'.length), staff, caseId, own, reason]);
    const same = found.get(key) ?? { reading, operations: new Map<string, number>() };
    same.operations.set(operation, (same.operations.get(operation) ?? 0) + 1);
    found.set(key, same);
  }
  return [...found.values()];
}

function saidOperation(operation: string, n: number, { find, say }: Words): string {
  const said = find(`oversight.readings.operations.${operation}`) ?? operation;
  return n === 1 ? said : say('oversight.readings.times', { said, n });
}

/** An own case, or the reason that was given; a reading with neither stands out. */
function Why({ reading: { own, reason } }: { readonly reading: Reading }) {
  const words = useWords();
  if (own === null) return <>{words.say('oversight.readings.notKnown')}</>;
  if (own) return <>{words.say('oversight.readings.own')}</>;
  if (reason) return <>{words.value('ReadingReason', reason)}</>;
  return <Tag tone="warning">{words.say('oversight.readings.noReason')}</Tag>;
}

function ReviewTable({ reviews: { reviews } }: { readonly reviews: ReadingReviews }) {
  const words = useWords();
  const { say } = words;
  return (
    <section aria-labelledby="reviews">
      <h2 class="govuk-heading-m" id="reviews">
        {say('oversight.reviews.title')}
      </h2>
      <Table
        caption={say('oversight.reviews.title')}
        captionHidden
        columns={[
          { head: say('oversight.reviews.period'), nowrap: true },
          { head: say('oversight.reviews.readings'), align: 'right' },
          { head: say('oversight.reviews.outcome') },
          { head: say('oversight.reviews.by') },
          { head: say('oversight.reviews.on') },
        ]}
        rows={reviews.map((review, i) => ({
          key: `${review.from}-${i}`,
          cells: [
            words.period(review),
            words.number(review.readings),
            words.value('ReviewOutcome', review.outcome),
            review.staff,
            words.date(review.reviewedOn),
          ],
        }))}
        empty={say('oversight.reviews.empty')}
      />
    </section>
  );
}
