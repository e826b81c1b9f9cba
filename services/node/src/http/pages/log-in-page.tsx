import type { ProblemCode } from '@storstad/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { problemStatus } from '../problem.js';
import { Document, documentOf } from './layout.js';
import { withThen } from './local-path.js';
import type { NotIdentified } from './open-id.js';
import type { SessionLimits } from './session.js';
import type { Words } from './words.js';

/** Why somebody was not let in, or a form not taken. */
export type LogInFailure = NotIdentified | 'wrong-city' | 'no-role' | 'not-from-own-page';

/** Under which code a failure is answered and logged. */
const codes: Readonly<Record<LogInFailure, ProblemCode>> = {
  'provider-silent': 'NOT_READY',
  'took-too-long': 'REQUEST_INVALID',
  'not-completed': 'NOT_AUTHENTICATED',
  'low-assurance': 'NOT_PERMITTED',
  'wrong-city': 'NOT_PERMITTED',
  'no-role': 'NOT_PERMITTED',
  'not-from-own-page': 'NOT_PERMITTED',
};

/** Where another person, or another way to identify oneself, may help: the provider is told not to remember. */
const helpedBySomeoneElse: readonly LogInFailure[] = ['low-assurance', 'wrong-city', 'no-role'];

interface Around {
  readonly words: Words;
  readonly city: string;
}

/** Sends a page with the status 200, or with the one that the reply has. */
export const answerPage = (reply: FastifyReply, page: VNode) =>
  reply.header('content-type', 'text/html; charset=utf-8').send(documentOf(page));

/** Answers with a page that says why it was not done and what one can do now. */
export function answerFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  city: string,
  failure: LogInFailure,
) {
  const code = codes[failure];
  request.problemCode = code;
  return answerPage(reply.code(problemStatus(code)), FailurePage({ words: request.words, city, failure }));
}

/** Says what the service is, and leads to the identity provider. `ended`: the reader was logged in before. */
export function LogInPage({
  words,
  city,
  target,
  ended,
}: Around & { readonly target: string; readonly ended: SessionLimits | null }) {
  const { say } = words;
  const cityName = words.city(city);
  return (
    <Document words={words} city={city} path={withThen('/log-in', target)} title={say('log-in.start.title')}>
      <Narrow>
        {ended && <Ended words={words} limits={ended} />}
        <h1 class="govuk-heading-xl">{say('log-in.start.heading', { city: cityName })}</h1>
        <p class="govuk-body-l">{say('log-in.start.lead', { city: cityName })}</p>
        <p class="govuk-body">{say('log-in.start.who')}</p>
        <LogInLink target={target}>{say('log-in.start.button')}</LogInLink>
      </Narrow>
    </Document>
  );
}

/** Shown for the moment it takes to get to the provider's log-out. */
export function LoggingOutPage({ words, city, url }: Around & { readonly url: string }) {
  const { say } = words;
  return (
    <Document words={words} city={city} title={say('log-in.out.going.title')}>
      <Narrow>
        <h1 class="govuk-heading-l">{say('log-in.out.going.title')}</h1>
        <p class="govuk-body">
          <a class="govuk-link" href={url}>
            {say('log-in.out.going.link')}
          </a>
        </p>
      </Narrow>
    </Document>
  );
}

/** `onlyHere`: the identity provider could not be told. */
export function LoggedOutPage({ words, city, onlyHere }: Around & { readonly onlyHere: boolean }) {
  const { say } = words;
  return (
    <Document words={words} city={city} title={say('log-in.out.done.title')}>
      <Narrow>
        <h1 class="govuk-heading-l">{say('log-in.out.done.title')}</h1>
        <p class="govuk-body">{say(onlyHere ? 'log-in.out.done.onlyHere' : 'log-in.out.done.everywhere')}</p>
        <p class="govuk-body">
          <a class="govuk-link" href="/log-in">
            {say('log-in.out.done.again')}
          </a>
        </p>
      </Narrow>
    </Document>
  );
}

function FailurePage({ words, city, failure }: Around & { readonly failure: LogInFailure }) {
  const { say } = words;
  const at = `log-in.failure.${failure}`;
  const someoneElse = helpedBySomeoneElse.includes(failure);
  return (
    <Document words={words} city={city} title={say(`${at}.title`)}>
      <Narrow>
        <h1 class="govuk-heading-l">{say(`${at}.title`)}</h1>
        <p class="govuk-body">{say(`${at}.why`, { city: words.city(city) })}</p>
        <p class="govuk-body">{say(`${at}.todo`, { city: words.city(city) })}</p>
        {failure === 'not-from-own-page' ? (
          <p class="govuk-body">
            <a class="govuk-link" href="/">
              {say('log-in.failure.toFirstPage')}
            </a>
          </p>
        ) : (
          <LogInLink target="/" someoneElse={someoneElse}>
            {say(someoneElse ? 'log-in.failure.asSomeoneElse' : 'log-in.failure.again')}
          </LogInLink>
        )}
      </Narrow>
    </Document>
  );
}

/** Why the reader is here again. A session that is gone does not tell which of the three it was. */
function Ended({ words: { say }, limits }: { readonly words: Words; readonly limits: SessionLimits }) {
  return (
    <div class="govuk-inset-text" role="status">
      {say('log-in.start.ended', {
        minutes: Math.round(limits.idleMs / 60_000),
        hours: Math.round(limits.absoluteMs / 3_600_000),
      })}
    </div>
  );
}

/** A link and no form: it leads to another host, which form-action does not let through. */
function LogInLink({
  target,
  someoneElse = false,
  children,
}: {
  readonly target: string;
  readonly someoneElse?: boolean;
  readonly children: ComponentChildren;
}) {
  const href = withThen('/log-in/start', target) + (someoneElse ? '&someone-else=' : '');
  return (
    <a class="govuk-button govuk-button--start" href={href} draggable={false}>
      {children}
    </a>
  );
}

const Narrow = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">{children}</div>
  </div>
);
