import type { FastifyInstance } from 'fastify';
import type { Node } from '../../node.js';
import { formTokenField } from './form.js';
import { Document } from './layout.js';
import { answerPage } from './log-in-page.js';
import { pageDoor } from './page-door.js';
import type { PageSettings } from './page-settings.js';

/** The pages for staff, at the root of the desk's door, in a scope of their own: nothing of the JSON doors changes. */
export function addPages(app: FastifyInstance, node: Node, settings: PageSettings): void {
  app.register(async (scope) => {
    // RECORD THE LOG-IN HERE: pageDoor's option onLogIn takes recordLogIn(node, arrival) of commands/ when it is there.
    const { letIn } = await pageDoor(scope, node, settings);
    scope.get(
      '/',
      { config: { operation: 'showFirstPage' }, onRequest: letIn },
      ({ session, words }, reply) => {
        if (!session) throw new Error('A page without a session');
        const title = words.say('log-in.in.as', { name: session.name });
        return answerPage(
          reply,
          <Document words={words} city={node.city} title={title}>
            <h1 class="govuk-heading-l">{title}</h1>
            <form method="post" action="/log-out">
              <input type="hidden" name={formTokenField} value={session.formToken} />
              <button type="submit" class="govuk-button govuk-button--secondary">
                {words.say('log-in.in.out')}
              </button>
            </form>
          </Document>,
        );
      },
    );
  });
}
