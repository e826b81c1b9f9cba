import type { Case, DueItem } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { saidGround } from '../refusal-notice.js';
import { mostPressingFirst, whenDue } from '../work/due-rows.js';
import { DueTags } from '../work/due-tags.js';
import type { CaseAction } from './case-actions.js';
import { saidDue, saidOwner } from './case-words.js';
import { dueHref, isOwnTask, isSameForm } from './due-links.js';

/** What is to be done in a case: by when, whose it is, on what ground; one's own with a link to where it is done. */
export function DueTable({
  theCase,
  reader,
  actions,
  first = theCase.due.length,
}: {
  readonly theCase: Case;
  readonly reader: Reader;
  readonly actions: readonly CaseAction[];
  /** How many of it are shown, the most pressing. */
  readonly first?: number | undefined;
}) {
  const words = useWords();
  const { say } = words;
  const today = civilDateOf(reader.node.clock.now());
  const rows = theCase.due
    .toSorted(mostPressingFirst(today))
    .slice(0, first)
    .map((item) => ({
      key: [item.kind, item.dueOn, item.city, item.service, item.subject].join(' '),
      cells: [
        <What key="what" item={item} href={hrefOf(theCase, item, reader, actions)} />,
        words.date(item.dueOn),
        whenDue(item.dueOn, today) === 'later' ? (
          say('case.due.later')
        ) : (
          <DueTags key="status" item={item} today={today} />
        ),
        <Whose key="whose" item={item} />,
      ],
    }));
  return (
    <Table
      caption={say('case.due.caption')}
      captionHidden
      empty={say('case.due.empty')}
      columns={[
        { head: say('case.due.what') },
        { head: say('case.due.on'), nowrap: true },
        { head: say('case.due.status') },
        { head: say('case.due.whose') },
      ]}
      rows={rows}
    />
  );
}

const What = ({ item, href }: { readonly item: DueItem; readonly href: string | null }) => {
  const text = saidDue(item, useWords());
  return href ? (
    <a class="govuk-link" href={href}>
      {text}
    </a>
  ) : (
    text
  );
};

/** Whose it is, and why it is to be done at all. */
const Whose = ({ item }: { readonly item: DueItem }) => {
  const words = useWords();
  return (
    <>
      {capital(saidOwner(item, words))}
      <br />
      <small class="app-quiet">
        {words.say('case.due.ground', { ground: saidGround(item.ground, words) })}
      </small>
    </>
  );
};

/** A form is linked to only when it can be done now: before a meeting comes the register check, before an extension the review. */
function hrefOf(theCase: Case, item: DueItem, reader: Reader, actions: readonly CaseAction[]): string | null {
  if (!isOwnTask(reader, item)) return null;
  const href = dueHref(theCase.id, item);
  const isForm = new URL(href, 'http://page.invalid').pathname.endsWith('/new');
  return !isForm || actions.some((action) => isSameForm(action.href, href)) ? href : null;
}
