import { LinesDigest, statementEnd, statementHead, statementLine } from '@storstad/evidence';
import type { SignedLine } from '../domain/money-event.js';
import type { Statement } from '../domain/statement.js';

/**
 * A statement with its signatures and lines, for the auditor: one JSON object a line, as shared/evidence writes them.
 *
 * @param pages the lines of the statement's period, in order of booking day and id.
 */
export async function* statementLines(
  { document, signatures }: Pick<Statement, 'document' | 'signatures'>,
  pages: AsyncIterable<readonly SignedLine[]>,
): AsyncGenerator<string, void> {
  const inOrder = document.cities.flatMap((city) => signatures.filter((each) => each.city === city));
  yield statementHead(
    document,
    inOrder.map(({ signed }) => signed),
  );
  const digest = new LinesDigest();
  let lines = 0;
  for await (const page of pages) {
    yield page.map((line) => textOf(line, digest)).join('');
    lines += page.length;
  }
  yield statementEnd(lines);
}

function textOf({ bookedOn, signed }: SignedLine, digest: LinesDigest): string {
  digest.add(bookedOn, Buffer.from(signed.payload, 'base64url'));
  return statementLine(bookedOn, signed, digest.value());
}
