import type { DueItem } from '@storstad/contract';
import type { CivilDate } from '../../../domain/values.js';
import { useWords } from '../components/page-context.js';
import { Tag, type Tone } from '../components/tag.js';
import { type DueWhen, isPressing, whenDue } from './due-rows.js';

const tones: Readonly<Record<Exclude<DueWhen, 'later'>, Tone>> = {
  overdue: 'bad',
  today: 'warning',
  soon: 'info',
};

/** Whether what is due is urgent, and whether its day has passed or is near; nothing of what can wait. */
export function DueTags({ item, today }: { readonly item: DueItem; readonly today: CivilDate }) {
  const { say } = useWords();
  const when = whenDue(item.dueOn, today);
  return (
    <>
      {isPressing(item, today) && (
        <>
          <Tag tone="bad">{say('work.when.urgent')}</Tag>{' '}
        </>
      )}
      {when !== 'later' && <Tag tone={tones[when]}>{say(`work.when.${when}`)}</Tag>}
    </>
  );
}
