import type { ExclusionNotice, SealedContent } from '@storstad/contract';
import { decided, nothingNew } from './circumstances.js';
import type { Decided } from './event.js';
import type { City } from './values.js';

/** A city's decision that a provider may not be used on its behalf (000:15; requirements §6.6). */
export interface Exclusion {
  readonly city: City;
  readonly notice: ExclusionNotice;
  /** The later decision that takes its place, if any. */
  readonly replacedBy: string | null;
}

/** Another city excludes a provider. The same decision twice changes nothing. */
export function decideReceiveExclusion(
  from: City,
  { exclusion }: SealedContent<'exclusion-published'>,
  known: readonly Exclusion[],
): Decided {
  const isKnown = known.some(({ city, notice }) => city === from && notice.id === exclusion.id);
  return isKnown ? nothingNew : decided([{ type: 'exclusion-published', city: from, exclusion }]);
}
