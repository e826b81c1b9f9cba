import type { VNode } from 'preact';
import type { NotDone } from '../desk/run-operation.js';
import { type ProblemParts, problem } from '../problem.js';
import { Document, Page } from './layout.js';
import type { Reader } from './reader.js';
import { RefusalNotice } from './refusal-notice.js';
import type { Words } from './words.js';

/** A page that says why there is no other: what stopped, on what ground, what one can do. */
export const problemPage = (reader: Reader, parts: NotDone): VNode => (
  <Page reader={reader} title={titleOf(parts, reader.words)}>
    <Problem words={reader.words} parts={parts} />
  </Page>
);

/** The same, for somebody of whom nothing is known yet. */
export const publicProblemPage = (words: Words, city: string, parts: ProblemParts): VNode => (
  <Document words={words} city={city} title={titleOf(parts, words)}>
    <Problem words={words} parts={parts} />
  </Document>
);

const titleOf = (parts: ProblemParts, { language }: Words): string => problem(parts, language).title;

const Problem = ({ words: { say }, parts }: { readonly words: Words; readonly parts: ProblemParts }) => (
  <>
    <h1>{say('layout.notDone')}</h1>
    <RefusalNotice parts={parts} />
    <p>
      <a class="govuk-link" href="/">
        {say('layout.toStart')}
      </a>
    </p>
  </>
);
