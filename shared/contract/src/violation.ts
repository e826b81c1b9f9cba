import type { ErrorObject } from 'ajv';

/** One place where a value is not what the contract says. It never repeats the value, which may be personal. */
export interface Violation {
  /** A JSON pointer into the body, such as `/needs/services/0`, or `path/caseId`, `query/page`, `header/…`. */
  readonly at: string;
  readonly message: string;
}

const MAX_VIOLATIONS = 20;
/** A problem has room for 300; a word such as `query` may come before. */
const MAX_LENGTH = 290;

/** What the validator found, in words for whoever wrote the request. */
export function violationsOf(errors: readonly ErrorObject[]): Violation[] {
  const telling = errors.filter((error) => !saysOnlyThatNoBranchFits(error)).map(violationOf);
  const distinct = new Map(telling.map((violation) => [`${violation.at} ${violation.message}`, violation]));
  return [...distinct.values()].slice(0, MAX_VIOLATIONS);
}

function saysOnlyThatNoBranchFits({ keyword, params }: ErrorObject): boolean {
  return keyword === 'anyOf' || (keyword === 'type' && params.type === 'null');
}

function violationOf(error: ErrorObject): Violation {
  const place = error.instancePath + tail(error);
  return { at: place.slice(0, MAX_LENGTH), message: wording(error).slice(0, MAX_LENGTH) };
}

/** The property that an error is about, where the validator names the object around it. */
function tail({ keyword, params }: ErrorObject): string {
  const property = {
    additionalProperties: 'additionalProperty',
    required: 'missingProperty',
    discriminator: 'tag',
  };
  const name = params[property[keyword as keyof typeof property]];
  return name === undefined ? '' : `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function wording({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'is not known here';
    case 'required':
      return 'is missing';
    case 'enum':
      return `must be one of ${params.allowedValues.join(', ')}`;
    case 'const':
      return `must be ${params.allowedValue}`;
    case 'pattern':
      return String(params.pattern).includes('\\p{Cc}')
        ? 'must not be blank, nor hold control characters or characters that turn the direction of the text'
        : (message ?? 'is not valid');
    case 'discriminator':
      return 'does not name one of the forms that are possible here';
    default:
      return message ?? 'is not valid';
  }
}
