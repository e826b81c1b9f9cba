import type { FastifyInstance } from 'fastify';
import type { Node } from '../../node.js';
import { Measure } from './components/columns.js';
import { Document } from './layout.js';
import { answerPage } from './log-in-page.js';
import type { Words } from './words.js';

/** The accessibility statement, for anyone. */
export function addAccessibilityPage(app: FastifyInstance, { city, rehearsal }: Node): void {
  app.get('/accessibility', { config: { operation: 'GET /accessibility' } }, ({ words }, reply) =>
    answerPage(
      reply,
      <Document
        words={words}
        city={city}
        rehearsal={rehearsal}
        path="/accessibility"
        title={words.say('accessibility.title')}
      >
        <AccessibilityStatement words={words} city={city} />
      </Document>,
    ),
  );
}

/**
 * The accessibility statement that lagen (2018:1937) om tillgänglighet till digital offentlig service asks for: what has
 * been tried and what has not, known faults, whom to tell. Content of a page; anyone may read it.
 */
export function AccessibilityStatement({ words, city }: { readonly words: Words; readonly city: string }) {
  const say = (key: string) => words.say(`accessibility.${key}`, { city: words.city(city) });
  return (
    <Measure>
      <h1>{say('title')}</h1>
      <p>{say('who')}</p>
      <h2>{say('howFar.title')}</h2>
      <p>{say('howFar.text')}</p>
      <ul>
        <li>{say('howFar.noReaders')}</li>
        <li>{say('howFar.files')}</li>
        <li>{say('howFar.menu')}</li>
      </ul>
      <h2>{say('tested.title')}</h2>
      <p>{say('tested.text')}</p>
      <h2>{say('tell.title')}</h2>
      <p>{say('tell.text')}</p>
      <p>{say('tell.secrecy')}</p>
      <h2>{say('authority.title')}</h2>
      <p>
        {say('authority.text')}{' '}
        <a class="govuk-link" href="https://www.digg.se/tdosanmalan" rel="noreferrer">
          {say('authority.link')}
        </a>
      </p>
    </Measure>
  );
}
