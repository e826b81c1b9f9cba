import type { Problem, ProblemCode, Violation } from '@storstad/contract';
import type { FastifyReply } from 'fastify';
import type { Facts } from '../domain/refusal.js';
import { type Language, readTexts } from '../texts.js';

/** The HTTP status of every problem code. This file is the only home of status codes of problems. */
const statusOf: Readonly<Record<ProblemCode, number>> = {
  NOT_AUTHENTICATED: 401,
  NOT_PERMITTED: 403,
  UNSUPPORTED_MEDIA_TYPE: 415,
  BODY_TOO_LARGE: 413,
  NOT_JSON: 400,
  DUPLICATE_KEY: 400,
  REQUEST_INVALID: 400,
  PERSONAL_NUMBER_IN_TEXT: 400,
  FILE_INVALID: 400,
  NOT_FOUND: 404,
  SIGNATURE_MISSING: 401,
  SIGNATURE_MALFORMED: 401,
  COMPONENTS_MISSING: 401,
  KEY_UNKNOWN: 401,
  SIGNATURE_BAD: 401,
  DIGEST_DIFFERS: 401,
  SIGNATURE_OLD: 401,
  SIGNATURE_FROM_FUTURE: 401,
  NONCE_REPLAYED: 401,
  DOCUMENT_INVALID: 400,
  SENDER_DIFFERS: 403,
  RECIPIENT_DIFFERS: 403,
  CONTRACT_NOT_SIGNED: 409,
  MESSAGE_ALTERED: 409,
  OUT_OF_ORDER: 409,
  CONTENT_INVALID: 400,
  WRONG_SIDE: 409,
  CASE_STATE: 409,
  ALREADY_SETTLED: 409,
  DETAILS_NOT_RECORDED: 409,
  AGREEMENT_NOT_IN_FORCE: 409,
  PARTY_NOT_RATIFIED: 409,
  UNIT_NOT_PARTY: 409,
  WRONG_UNIT_FOR_CASE: 409,
  CITY_NOT_PARTY: 409,
  CASE_KIND_NOT_IN_TERMS: 409,
  EVIDENCE_PERSON_NOT_DEFECTOR: 409,
  EVIDENCE_PERSON_NOT_PARTICIPATING: 409,
  NOT_WITHIN_CRIMINALITY: 409,
  MINOR: 409,
  RESPONSIBLE_FOR_MINORS: 409,
  NOT_MOTIVATED: 409,
  RELOCATION_NOT_NEEDED: 409,
  DESTINATION_ABROAD: 409,
  THREAT_NOT_CONFIRMED: 409,
  THREAT_ABOVE_TERMS: 409,
  CONSENT_POLICE_MISSING: 409,
  CONSENT_MUNICIPALITY_MISSING: 409,
  CONSENT_SERVICE_MISSING: 409,
  POLICE_APPROVAL_MISSING: 409,
  POLICE_APPROVAL_REFUSED: 409,
  POLICE_APPROVAL_STALE: 409,
  QUOTA_HOME: 409,
  PLACE_CLEARANCE_MISSING: 409,
  LOCATION_UNSUITABLE: 409,
  QUOTA_RECEIVING: 409,
  CAPACITY: 409,
  SERVICE_NOT_AVAILABLE: 409,
  CASE_ON_HOLD: 409,
  PLACEMENT_AGREEMENT_UNSIGNED: 409,
  DATE_IMPOSSIBLE: 409,
  REVIEW_MISSING: 409,
  NEW_PLACEMENT_MISSING: 409,
  SAFETY_PLAN_MISSING: 409,
  REVIEW_NOT_OFFERED: 409,
  MEETING_WITHOUT_POLICE: 409,
  REGISTER_CHECK_MISSING: 409,
  REGISTER_NOTE_OPEN: 409,
  RESPONSIBILITY_SPLIT_UNSIGNED: 409,
  MEASURES_MISSING: 409,
  CHILD_WITHOUT_GUARDIAN: 409,
  DECISION_WITHOUT_POLICE: 409,
  REASON_NOT_POSSIBLE: 409,
  INCIDENT_OPEN: 409,
  POLICE_VERDICT_MISSING: 409,
  FALLBACK_MISSING: 409,
  SERVICE_NOT_AGREED: 409,
  COST_NOT_BORNE_BY_HOME: 409,
  COST_LINE_OUTSIDE_STAY: 409,
  COST_LINE_OVERLAPS: 409,
  COST_LINE_DIFFERS: 409,
  PERIOD_CLOSED: 409,
  STATEMENT_PERIOD_OPEN: 409,
  STATEMENT_OVERLAPS: 409,
  STATEMENT_DIFFERS: 409,
  STATEMENT_STATE: 409,
  COST_LINE_STATE: 409,
  PURCHASE_STEPS_MISSING: 409,
  SECTION_HEAD_DECISION_MISSING: 409,
  PROVIDER_SUSPENDED: 409,
  PROVIDER_EXCLUDED: 409,
  LICENCE_MISSING: 409,
  LICENCE_NOT_CHECKED: 409,
  EXTERNAL_COST_NOT_APPROVED: 409,
  PROVIDER_EXISTS: 409,
  INVOICE_DIFFERS: 409,
  NOT_OWN_BOARD: 409,
  AGREEMENT_INVALID: 409,
  AGREEMENT_EXISTS: 409,
  AGREEMENT_OVERLAPS: 409,
  BODY_NOT_IN_AGREEMENT: 409,
  ALREADY_APPROVED: 409,
  INTERNAL_ERROR: 500,
  NOT_READY: 503,
};

/** The HTTP status with which a problem is answered. */
export const problemStatus = (code: ProblemCode): number => statusOf[code];

type Texts = Readonly<Record<ProblemCode, { readonly title: string; readonly detail: string }>>;

const texts = readTexts<Texts>('problems');

/** The language that a reader prefers, by `Accept-Language` (RFC 9110 §12.5.4): Swedish when it comes first, else English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const preferred = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: tag.split('-')[0], weight: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ language, weight }) => (language === 'sv' || language === 'en') && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return preferred[0]?.language === 'sv' ? 'sv' : 'en';
}

/** What a problem rests on. */
export interface ProblemParts {
  readonly code: ProblemCode;
  readonly facts?: Facts;
  readonly violations?: readonly Violation[];
}

/** The problem document (RFC 9457) for a code, in the reader's language. */
export function problem({ code, facts = {}, violations = [] }: ProblemParts, language: Language): Problem {
  const { title, detail } = texts[language][code];
  const said = fill(detail, facts);
  return {
    type: `https://storstad.example/problems/${code}`,
    title,
    status: statusOf[code],
    code,
    ...(said ? { detail: said } : {}),
    ...(Object.keys(facts).length > 0 ? { facts: { ...facts } } : {}),
    ...(violations.length > 0 ? { errors: [...violations] } : {}),
  };
}

/** Puts the facts into the text; a sentence that speaks of a fact that is not there is left out. */
function fill(detail: string, facts: Facts): string {
  const sentences = detail.split(/(?<=[.!?]) /);
  const isSayable = (sentence: string) =>
    [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => facts[name] !== undefined);
  const say = (value: Facts[string] | undefined) => (Array.isArray(value) ? value.join(', ') : String(value));
  return sentences
    .filter(isSayable)
    .map((sentence) => sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => say(facts[name])))
    .join(' ');
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, parts: ProblemParts, language: Language): FastifyReply {
  const body = problem(parts, language);
  return reply
    .code(body.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(body));
}
