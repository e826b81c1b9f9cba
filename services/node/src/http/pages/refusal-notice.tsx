import type { NotDone } from '../desk/run-operation.js';
import { problem } from '../problem.js';
import type { Words } from './words.js';

/** What stopped something, on what ground, and what one can do now. */
export function RefusalNotice({
  words,
  notDone,
  level: Heading = 'h2',
}: {
  readonly words: Words;
  readonly notDone: NotDone;
  readonly level?: 'h1' | 'h2';
}) {
  const { title, detail = '' } = problem(notDone, words.language);
  const grounds = groundsIn(detail);
  return (
    <div class="app-refusal" role="alert" id="refusal" tabindex={-1}>
      <Heading class={Heading === 'h1' ? 'govuk-heading-l' : 'govuk-heading-m'}>{title}</Heading>
      <p class="govuk-body">{withoutGrounds(detail)}</p>
      {grounds.length > 0 && (
        <p class="govuk-body-s app-refusal__ground">
          {words.say('layout.ground')}: {grounds.map((ground) => saidGround(ground, words)).join(', ')}
        </p>
      )}
      <p class="govuk-body-s app-refusal__code">
        {words.say('layout.code')}: {notDone.code}
      </p>
    </div>
  );
}

/** A source is named by its document and line, such as 002:47. */
const source = /\b(00[0-4]):(\d+(?:[-–]\d+)?)\b/g;

const groundsIn = (text: string): string[] => [...new Set([...text.matchAll(source)].map(([ground]) => ground))];

const withoutGrounds = (text: string): string =>
  text.replaceAll(/ \(\s*(?:00[0-4]:[\d–-]+[,; ]*(?:och |and )?)+\)/g, '');

/** The document by its name, for those who do not know it by its number. */
export function saidGround(ground: string, { say, find }: Words): string {
  const [document = '', line = ''] = ground.split(':');
  const name = find(`sources.${document}`);
  return name ? say('sources.line', { document: name, line }) : ground;
}
