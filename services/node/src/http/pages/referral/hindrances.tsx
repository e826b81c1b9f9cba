import type { Refusal } from '../../../domain/refusal.js';
import { Notice } from '../components/messages.js';
import { useWords } from '../components/page-context.js';
import { saidParts } from '../refusal-notice.js';

/** What would stop the request in the end, said before anybody gathers consents and decisions for it. */
export function Hindrances({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const words = useWords();
  const { say } = words;
  if (refusals.length === 0) return null;
  return (
    <Notice tone="warning" title={say('new-referral.hindrances.title')}>
      <ul class="govuk-list govuk-list--bullet">
        {refusals.map(({ refusal: code, facts }) => {
          const { title, why, ground, whatNow } = saidParts({ code, facts }, words);
          return (
            <li key={code}>
              <strong>{title}.</strong> {why} {whatNow}
              {ground && <span class="app-quiet"> {say('new-referral.hindrances.ground', { ground })}</span>}
            </li>
          );
        })}
      </ul>
      <p>{say('new-referral.hindrances.whatNow')}</p>
    </Notice>
  );
}
