import type { DeskAnswer, DeskClient } from '../desk-client.js';
import { differences } from './matchers.js';
import { fillIn, type Saved } from './references.js';
import type { AskStep, Expectation } from './scenario.js';
import { isMapping, show } from './strict-reading.js';

/** Asks a desk for what a step says, its references filled in. */
export async function ask(step: AskStep, desk: DeskClient, saved: Saved): Promise<DeskAnswer> {
  const parameters = fillIn(step.parameters, saved) as Record<string, unknown>;
  return desk.call(step.as, step.operation, { parameters, body: fillIn(step.body, saved) });
}

/**
 * What in an answer is not as expected; nothing when all is. Unless a status, a refusal or a body with a problem's
 * code is expected, the answer must be a success.
 */
export function judge(expectation: Expectation, answer: DeskAnswer, saved: Saved): string[] {
  const { status, body, refused } = expectation;
  const wrong = [
    ...(refused === undefined ? [] : judgeRefusal(refused, answer)),
    ...(status === undefined ? [] : differences(fillIn(status, saved), answer.status, 'status')),
    ...(body === undefined ? [] : differences(fillIn(body, saved), answer.body, 'body')),
    ...(mustSucceed(expectation) && !isSuccess(answer) ? ['expected success'] : []),
  ];
  return wrong.length === 0 ? [] : [...wrong, `the answer was ${summary(answer)}`];
}

/** Whether the desk has done what it was asked for. */
export function isSuccess({ status }: DeskAnswer): boolean {
  return status >= 200 && status < 300;
}

/** The code with which the desk refused; undefined when it did not. */
export function refusalCode({ status, mediaType, body }: DeskAnswer): string | undefined {
  const refused =
    status >= 400 && status < 500 && mediaType === 'application/problem+json' && isMapping(body);
  return refused ? String(body.code) : undefined;
}

function judgeRefusal(code: string, answer: DeskAnswer): string[] {
  const came = refusalCode(answer);
  return came === code ? [] : [`expected refusal ${code}, came ${came ?? 'none'}`];
}

function mustSucceed({ status, body, refused }: Expectation): boolean {
  return status === undefined && refused === undefined && !(isMapping(body) && 'code' in body);
}

function summary({ status, body }: DeskAnswer): string {
  if (!isMapping(body) || !('code' in body)) return `${status} ${show(body)}`;
  const { code, facts, errors } = body;
  return [status, code, ...[facts, errors].filter((each) => each !== undefined).map(show)].join(' ');
}
