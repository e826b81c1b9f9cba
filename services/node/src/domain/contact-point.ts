import type { ContactPoint, PublishContactPoint, SealedContent } from '@storstad/contract';
import { type Circumstances, decided, nothingNew } from './circumstances.js';
import { type Decided, nothingPersonal } from './event.js';
import { type Refusal, refuse } from './refusal.js';
import type { City } from './values.js';

/** Makes known how this city is reached and what it offers (001:304); told to all cities. */
export function decidePublishContactPoint(input: PublishContactPoint, around: Circumstances): Decided {
  const contactPoint: ContactPoint = { city: around.city, publishedAt: around.now, ...input };
  const others = around.members.filter((city) => city !== around.city);
  return decided(
    [{ type: 'contact-point-published', contactPoint }],
    others.map((to) => ({
      type: 'contact-point-published',
      to,
      thread: `contact-points/${around.city}`,
      subject: around.city,
      content: { contactPoint },
      covered: nothingPersonal,
    })),
  );
}

/** Another city makes known how it is reached. An older word than the one that is here changes nothing. */
export function decideReceiveContactPoint(
  from: City,
  { contactPoint }: SealedContent<'contact-point-published'>,
  known: ContactPoint | undefined,
): Decided | Refusal {
  if (contactPoint.city !== from) return refuse('NOT_FOUND');
  if (known && known.publishedAt > contactPoint.publishedAt) return nothingNew;
  return decided([{ type: 'contact-point-published', contactPoint }]);
}
