import { type ConsentMarks, categories, consentMarks, cut } from './consent-marks.js';
import { peerContract } from './contract.js';
import type { ConsentCategory, MessageType, SealedContent as SealedContents } from './generated/schemas.js';
import { lookUp, pointer, type SchemaObject } from './openapi-document.js';

/** What lies sealed in a message of one type. */
export type SealedContent<T extends MessageType> = NonNullable<SealedContents[T]>;

const marksByType = new Map<MessageType, ConsentMarks>();

/**
 * What may leave of a message's content, as the contract marks it: administrative fields always, a category when
 * it is covered, a field without a mark never.
 */
export function cutToConsent<T extends MessageType>(
  messageType: T,
  content: SealedContent<T>,
  covered: ReadonlySet<ConsentCategory>,
): Partial<SealedContent<T>> {
  return cut(marksOf(messageType), content, covered) as Partial<SealedContent<T>>;
}

/** The categories of consent that a message's content has something of. */
export function categoriesIn<T extends MessageType>(
  messageType: T,
  content: Partial<SealedContent<T>>,
): Set<ConsentCategory> {
  return categories(marksOf(messageType), content);
}

function marksOf(messageType: MessageType): ConsentMarks {
  const marks = marksByType.get(messageType) ?? readMarks(messageType);
  marksByType.set(messageType, marks);
  return marks;
}

function readMarks(messageType: MessageType): ConsentMarks {
  const place = pointer('components', 'schemas', 'SealedContent', 'properties', messageType);
  return consentMarks(peerContract.document, lookUp(peerContract.document, place) as SchemaObject);
}
