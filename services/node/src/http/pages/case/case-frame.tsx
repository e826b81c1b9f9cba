import type { Case, PersonalDetails } from '@storstad/contract';
import type { ComponentChildren } from 'preact';
import { civilDateOf } from '../../../domain/calendar.js';
import type { NotDone } from '../../desk/run-operation.js';
import { capital } from '../capital.js';
import { ButtonLink } from '../components/forms.js';
import { IdentityBar } from '../components/identity-bar.js';
import { Notice } from '../components/messages.js';
import { SubNavigation } from '../components/navigation.js';
import { Tag, type Tone } from '../components/tag.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor, type Reader } from '../reader.js';
import { reasonAskedFirst } from '../reading-reason.js';
import { saidGround } from '../refusal-notice.js';
import { stateTone } from '../work/case-cells.js';
import { isPressing } from '../work/due-rows.js';
import { actionText } from './action-links.js';
import { actionsIn, type CaseAction, topActions } from './case-actions.js';
import { caseReference } from './case-reference.js';
import { inline, saidCities, saidDue, saidOwner } from './case-words.js';
import { type NextStep, nextStepIn } from './next-step.js';
import { maySee, type SubPage, subPageHref, subPages } from './sub-pages.js';

/** A case as it is shown to somebody. */
export interface ShownCase {
  readonly reader: Reader;
  readonly theCase: Case;
  /** Who the person is, for a social worker who may know it. */
  readonly details: PersonalDetails | null;
  readonly actions: readonly CaseAction[];
  /** Those of them that stand at the top of every page. */
  readonly top: readonly CaseAction[];
  readonly next: NextStep;
}

/** What stands under the frame on one page of a case; or why it cannot be shown. */
export type CaseContent = (shown: ShownCase) => Promise<{ readonly content: ComponentChildren } | NotDone>;

/**
 * A page of a case, for whoever may see the case; who reads one that is not their own says why first. Every page of a case
 * is made here, so that none shows anything before that.
 */
export async function casePage(
  request: PageRequest,
  page: SubPage,
  content: CaseContent,
): Promise<PageAnswer> {
  const { reader, params } = request;
  const first = mayAskFor(reader, 'getCase') ? reasonAskedFirst(request) : null;
  if (first) return first;
  const told = await ask(reader, 'getCase', { params });
  if (!told.ok) return told;
  const theCase = told.answer;
  const actions = actionsIn(theCase, reader);
  const next = nextStepIn(theCase, actions, reader);
  const top = topActions(actions, next.action);
  const details = await detailsOf(theCase, reader);
  const shown: ShownCase = { reader, theCase, details, actions, top, next };
  const made = await content(shown);
  if (!('content' in made)) return made;
  return { page: <Frame shown={shown} page={page} content={made.content} /> };
}

/** Not asked for where there are none: a refusal would stand among the readings. */
export async function detailsOf(
  { id, hasPersonalDetails }: Case,
  reader: Reader,
): Promise<PersonalDetails | null> {
  const canBeHad = hasPersonalDetails && mayAskFor(reader, 'getPersonalDetails');
  const told = canBeHad ? await ask(reader, 'getPersonalDetails', { params: { caseId: id } }) : null;
  return told?.ok ? told.answer : null;
}

/** A name stands in the page's heading, never in its title: browsers remember titles. */
const Frame = ({
  shown,
  page,
  content,
}: {
  readonly shown: ShownCase;
  readonly page: SubPage;
  readonly content: ComponentChildren;
}) => {
  const { reader, theCase, details, top, next } = shown;
  const { words } = reader;
  const name = words.say('case.name', { reference: caseReference(theCase.id) });
  return (
    <Page reader={reader} title={`${words.say(`case.pages.${page}`)} – ${name}`}>
      <IdentityBar
        reference={[
          caseReference(theCase.id),
          saidCities(theCase, words),
          inline(words, 'CaseKind', theCase.kind),
        ].join(' · ')}
        heading={details?.name ?? name}
        tags={tagsOf(theCase, details, reader).map(({ tone, text }) => (
          <Tag key={text} tone={tone}>
            {text}
          </Tag>
        ))}
        actions={top.map((action) => (
          <ButtonLink
            key={action.href}
            href={action.href}
            kind={action === next.action ? 'primary' : 'secondary'}
          >
            {actionText(action, words)}
          </ButtonLink>
        ))}
      />
      {next.text && (
        <p class="govuk-body">
          <strong>{words.say('case.next.title')}</strong> {next.text}
        </p>
      )}
      <Overdue theCase={theCase} reader={reader} />
      <SubNavigation label={words.say('case.navigation')} links={linksOf(theCase, page, reader)} />
      {page !== 'overview' && <h2 class="govuk-heading-m">{words.say(`case.pages.${page}`)}</h2>}
      {content}
    </Page>
  );
};

const linksOf = (theCase: Case, page: SubPage, reader: Reader) =>
  subPages
    .filter((one) => maySee(reader, one))
    .map((one) => ({
      text: reader.words.say(`case.pages.${one}`),
      href: subPageHref(theCase.id, one),
      current: one === page,
      count: countOn[one]?.(theCase),
    }));

const countOn: Partial<Record<SubPage, (theCase: Case) => number>> = {
  'follow-up': ({ due }) => due.filter(({ status }) => status === 'overdue').length,
  messages: ({ questions }) => questions.filter(({ answeredAt }) => answeredAt === null).length,
};

interface CaseTag {
  readonly text: string;
  readonly tone: Tone;
}

/** What one must know of a case before all else. */
function tagsOf(theCase: Case, details: PersonalDetails | null, { words }: Reader): CaseTag[] {
  const isUrgent = theCase.incidents.some(({ state, urgent }) => state === 'open' && urgent);
  const marks: readonly (readonly [string, Tone, boolean])[] = [
    ['protectedIdentity', 'bad', details?.protectedIdentity === true],
    ['onHold', 'warning', theCase.onHold],
    ['urgent', 'bad', isUrgent],
    ['basisLapsed', 'warning', theCase.basisLapsed],
    ['consentWithdrawn', 'bad', isConsentWithdrawn(theCase)],
  ];
  return [
    { text: words.value('CaseState', theCase.state), tone: stateTone[theCase.state] },
    ...marks
      .filter(([, , holds]) => holds)
      .map(([key, tone]) => ({ text: words.say(`case.tags.${key}`), tone })),
  ];
}

/** Known in the receiving city because it was told, at home by what is open. */
const isConsentWithdrawn = ({ consentWithdrawn, incidents }: Case): boolean =>
  consentWithdrawn || incidents.some(({ kind, state }) => kind === 'consent-withdrawn' && state === 'open');

/** What should have been done already: what is urgent first, then this city's; whose it is, and on what ground. */
function Overdue({ theCase, reader: { words, node } }: { readonly theCase: Case; readonly reader: Reader }) {
  const overdue = theCase.due.filter(({ status }) => status === 'overdue');
  const today = civilDateOf(node.clock.now());
  const urgent = overdue.filter((item) => isPressing(item, today));
  const foremost = urgent.length > 0 ? urgent : overdue;
  const first = foremost.find(({ city }) => city === node.city) ?? foremost[0];
  if (!first) return null;
  const more = overdue.length - 1;
  return (
    <Notice
      tone="bad"
      title={words.say(urgent.length > 0 ? 'case.overdue.urgentTitle' : 'case.overdue.title', {
        what: saidDue(first, words),
        day: words.date(first.dueOn),
      })}
    >
      <p>
        {words.say('case.overdue.whose', {
          owner: capital(saidOwner(first, words)),
          ground: saidGround(first.ground, words),
        })}
      </p>
      {more > 0 && (
        <p>
          <a class="govuk-link" href={`${subPageHref(theCase.id, 'follow-up')}#due`}>
            {words.say(more === 1 ? 'case.overdue.oneMore' : 'case.overdue.more', { n: more })}
          </a>
        </p>
      )}
    </Notice>
  );
}
