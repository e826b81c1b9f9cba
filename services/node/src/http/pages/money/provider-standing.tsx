import type { Exclusion, Provider } from '@storstad/contract';
import { lastCheck } from '../../../domain/licence.js';
import { isWithin, type Period } from '../../../domain/period.js';
import type { CivilDate } from '../../../domain/values.js';
import { useWords } from '../components/page-context.js';
import { Tag } from '../components/tag.js';

/** How a provider stands on a day: what holds of this city's decisions and of other cities' exclusions, and its licence. */
export interface Standing {
  readonly decisions: Provider['decisions'];
  /** Exclusions of other cities in which this provider was found. */
  readonly elsewhere: readonly Exclusion[];
  /** The latest check; null before the first. */
  readonly licence: Provider['licenceChecks'][number] | null;
}

/** How a provider stands today. */
export function standingOf(
  provider: Provider,
  exclusions: readonly Exclusion[],
  own: string,
  today: string,
): Standing {
  return {
    decisions: provider.decisions.filter((one) => holds(one, today)),
    elsewhere: exclusions.filter(
      (one) => one.city !== own && one.providerId === provider.id && holds(one, today),
    ),
    licence: lastCheck(provider.licenceChecks),
  };
}

/** Whether a decision holds on a day: not replaced, begun and not over. */
export const holds = (
  { from, until, replacedBy }: { from: string; until: string | null; replacedBy: string | null },
  today: string,
): boolean => replacedBy === null && isWithin(today as CivilDate, { from, until } as Period);

/** What stands against a provider, and its licence. */
export function StandingTags({
  standing: { decisions, elsewhere, licence },
}: {
  readonly standing: Standing;
}) {
  const words = useWords();
  const { say } = words;
  const kinds = [...new Set(decisions.map(({ kind }) => kind))];
  const cities = [...new Set(elsewhere.map(({ city }) => city))];
  return (
    <>
      {kinds.map((kind) => (
        <span key={kind}>
          <Tag tone="bad">{say(`money.providers.${kind}`)}</Tag>{' '}
        </span>
      ))}
      {cities.map((city) => (
        <span key={city}>
          <Tag tone="bad">{say('money.providers.excludedBy', { city: words.city(city) })}</Tag>{' '}
        </span>
      ))}
      <LicenceTag licence={licence} />
    </>
  );
}

/** The licence as it was last checked. */
export function LicenceTag({ licence }: { readonly licence: Standing['licence'] }) {
  const { say } = useWords();
  if (licence === null) return <Tag tone="warning">{say('money.providers.unchecked')}</Tag>;
  const tone = licence.state === 'granted' ? 'good' : licence.state === 'applied' ? 'warning' : 'bad';
  return <Tag tone={tone}>{say(`money.providers.licence.${licence.state}`)}</Tag>;
}
