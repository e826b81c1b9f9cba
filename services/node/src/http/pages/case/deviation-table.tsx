import type { Deviation } from '@storstad/contract';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag, type Tone } from '../components/tag.js';
import { ThingActions } from './action-links.js';
import { type CaseAction, thing } from './case-actions.js';
import { inline } from './case-words.js';

const stateTone: Readonly<Record<Deviation['state'], Tone>> = {
  open: 'warning',
  answered: 'info',
  closed: 'neutral',
};

/** What one city has told the other that is not as agreed, the latest first. */
export function DeviationTable({
  deviations,
  actions,
}: {
  readonly deviations: readonly Deviation[];
  readonly actions: readonly CaseAction[];
}) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('case.deviation.heading')}
      captionHidden
      empty={say('case.deviation.none')}
      columns={[
        { head: say('case.deviation.subject') },
        { head: say('case.deviation.raised') },
        { head: say('case.deviation.description') },
        { head: say('case.deviation.state') },
        { head: say('case.deviation.action') },
      ]}
      rows={[...deviations].reverse().map((deviation) => {
        const { id, subject, service, raisedAt, raisedBy, description, state, outcome } = deviation;
        return {
          key: id,
          cells: [
            <span key="subject" id={thing('deviation', id)}>
              {words.value('DeviationSubject', subject)}
              {service && `: ${inline(words, 'ServiceCode', service)}`}
            </span>,
            say('case.deviation.raisedLine', { city: words.city(raisedBy), day: words.date(raisedAt) }),
            description ?? '–',
            <span key="state">
              <Tag tone={stateTone[state]}>{words.value('Deviation.state', state)}</Tag>
              {outcome && ` ${words.value('AnswerDeviation.outcome', outcome)}`}
            </span>,
            <ThingActions key="actions" actions={actions} thing={thing('deviation', id)} />,
          ],
        };
      })}
    />
  );
}
