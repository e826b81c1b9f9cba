import type { NotDone } from '../desk/run-operation.js';
import { problem } from '../problem.js';
import { Page } from './layout.js';
import type { Reader } from './reader.js';
import { RefusalNotice } from './refusal-notice.js';

/** A page that says why there is no other: what stopped, on what ground, what one can do. */
export function problemPage(reader: Reader, notDone: NotDone) {
  const { title } = problem(notDone, reader.words.language);
  const { say } = reader.words;
  return (
    <Page reader={reader} title={title}>
      <h1 class="govuk-heading-l">{say('layout.notDone')}</h1>
      <RefusalNotice notDone={notDone} />
      <p>
        <a class="govuk-link" href="/">
          {say('layout.toStart')}
        </a>
      </p>
    </Page>
  );
}
