import { type NotDone } from '../desk/run-operation.js';
import { problem } from '../problem.js';
import { Page } from './layout.js';
import { RefusalNotice } from './refusal-notice.js';
import type { Reader } from './reader.js';

/** A page that says why there is no other: what stopped, on what ground, what one can do. */
export function problemPage(reader: Reader, notDone: NotDone) {
  const { title } = problem(notDone, reader.words.language);
  const { say } = reader.words;
  return (
    <Page reader={reader} title={title}>
      <RefusalNotice words={reader.words} notDone={notDone} level="h1" />
      <p class="govuk-body">
        <a class="govuk-link" href="/">
          {say('layout.toStart')}
        </a>
      </p>
    </Page>
  );
}
