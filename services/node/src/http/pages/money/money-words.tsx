import type { CostLine, PostedCostLine, StandingStatement } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';
import { caseReference } from '../case/case-reference.js';
import { inline } from '../case/case-words.js';
import { type ButtonKind, ButtonLink } from '../components/forms.js';
import { useWords } from '../components/page-context.js';
import { Tag, type Tone } from '../components/tag.js';
import { mayAskFor, type Reader } from '../reader.js';
import type { Words } from '../words.js';

/** How things are said on the pages about money. */

/** A number of days or of öre with its sign, so that what is owed is told from what is to come. */
export const withSign = (amount: number, said: string): string => (amount > 0 ? `+${said}` : said);

/** The reference of a case; a link for those who may read its costs on the case's own page. */
export const CaseLink = ({ reader, caseId }: { readonly reader: Reader; readonly caseId: string }) =>
  mayAskFor(reader, 'getCase') ? (
    <a class="govuk-link" href={`/cases/${caseId}/costs`}>
      {caseReference(caseId)}
    </a>
  ) : (
    <span>{caseReference(caseId)}</span>
  );

const lineTone: Readonly<Record<PostedCostLine['state'], Tone>> = {
  sent: 'info',
  posted: 'good',
  refused: 'bad',
};

/** The days of a proposed or signed statement, with a link to it. */
export const StatementLink = ({ statement }: { readonly statement: StandingStatement }) => (
  <a class="govuk-link" href={`/statements/${statement.id}`}>
    {useWords().period(statement)}
  </a>
);

/** What a service was for; of a line that takes another back that it does. */
export const saidService = ({ service, reverses }: CostLine, { value, say }: Words): string =>
  value('ServiceCode', service) + (reverses ? ` – ${say('money.reversal')}` : '');

/** A line by its service, with a link to it. */
export const LineLink = ({ line }: { readonly line: CostLine }) => (
  <a class="govuk-link" href={`/cost-lines/${line.id}`}>
    {saidService(line, useWords())}
  </a>
);

/** How a line stands: with both cities or not, in a statement, asked about, taken back, kept out of statements. */
export function LineTags({ line }: { readonly line: PostedCostLine }) {
  const words = useWords();
  const { state, dispute, reversedBy, bookedOn, statement } = line;
  const isAsked = dispute !== null && dispute.state !== 'settled' && dispute.state !== 'reversed';
  return (
    <>
      <Tag tone={statement?.state === 'proposed' ? 'info' : lineTone[state]}>
        {statement
          ? words.say(`money.inStatement.${statement.state}`)
          : words.value('PostedCostLine.state', state)}
      </Tag>
      {isAsked && (
        <>
          {' '}
          <Tag tone="warning">
            {words.say('money.disputed', { state: inline(words, 'CostLineDispute.state', dispute.state) })}
          </Tag>
        </>
      )}
      {bookedOn === null && (
        <>
          {' '}
          <Tag tone="warning">{words.say('money.frozen')}</Tag>
        </>
      )}
      {reversedBy !== null && (
        <>
          {' '}
          <Tag>{words.say('money.reversed')}</Tag>
        </>
      )}
    </>
  );
}

/** What the link or button to an operation's form says. */
export const formLink = (operation: StaffOperationId, { say }: Words): string =>
  say(`forms.${operation}.link`);

/** A button to the form of an operation, for those who may ask for it. */
export const FormButton = ({
  reader,
  operation,
  href,
  kind,
}: {
  readonly reader: Reader;
  readonly operation: StaffOperationId;
  readonly href: string;
  readonly kind?: ButtonKind | undefined;
}) =>
  mayAskFor(reader, operation) ? (
    <ButtonLink href={href} kind={kind}>
      {formLink(operation, reader.words)}
    </ButtonLink>
  ) : null;
