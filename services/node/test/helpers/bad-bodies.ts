import { exampleBody, requiredOf } from './ask-desk.js';
import { type Problem, secret } from './desk-problem.js';

/** A body, or a content type, that is not what the contract says, and the problem that it must get. */
export interface BadBody {
  readonly name: string;
  readonly sent: unknown;
  readonly type: string;
  readonly problem: Problem;
}

type Row = readonly [name: string, sent: unknown, at: string];

/** What is made of an operation's example when it is spoilt in every way. */
export function badBodies(operation: string): BadBody[] {
  const body = exampleBody(operation);
  const required = requiredOf(operation);
  const first = required[0] ?? Object.keys(body)[0] ?? '';
  const { [first]: value, ...rest } = body;
  const text = JSON.stringify(body);
  const preceded = (member: string) => `{${member},${text.slice(1)}`;
  const at = `/${first}`;
  const mayBeEmpty = ['assignCase', 'acknowledgeDelivery'].includes(operation);
  const missing: Row = required.length > 0 ? ['missing field', rest, at] : ['no field at all', {}, ''];

  const invalid: Row[] = [
    ['unknown field', { ...body, extra: secret }, '/extra'],
    ['wrong type', { ...body, [first]: Array.isArray(value) ? { x: secret } : [secret] }, at],
    ['null for a value', { ...body, [first]: null }, at],
    ...(mayBeEmpty ? [] : [missing]),
    ['__proto__', preceded(`"__proto__":{"x":"${secret}"}`), '/__proto__'],
    ['constructor', preceded(`"constructor":"${secret}"`), '/constructor'],
    ['an array', [body], ''],
    ['a text', JSON.stringify(secret), ''],
    ['null', 'null', ''],
    ['nothing', '', ''],
    ['33 levels', `{"${first}":${'['.repeat(32)}${']'.repeat(32)}}`, ''],
  ];
  const duplicate: Row[] = [
    ['the same key twice', preceded(`"${first}":"${secret}"`), at],
    ['the same key and value twice', preceded(`"${first}":${JSON.stringify(value)}`), at],
    ['the same key written in two ways', `{"a":1,"\\u0061":"${secret}"}`, '/a'],
    ['the same key twice within', `{"${first}":[1,{"a":{"b~/":1,"b~/":"${secret}"}}]}`, `${at}/1/a/b~0~1`],
  ];
  const notJson: Row[] = [
    ['half of it', text.slice(0, -1), ''],
    ['a name', secret, ''],
    ['a comma at the end', `${text.slice(0, -1)},}`, ''],
    ['no UTF-8', Buffer.from(text.replace('{"', '{"\u00ff'), 'latin1'), ''],
    ['UTF-16', Buffer.from(text, 'utf16le'), ''],
    ['a byte order mark', `\ufeff${text}`, ''],
  ];
  const json = 'application/json';
  const rows = (table: Row[], status: number, code: string) =>
    table.map(([name, sent, at]): BadBody => ({ name, sent, type: json, problem: [status, code, at] }));
  const types = ['', 'text/plain', 'application/x-www-form-urlencoded', 'application/json-patch+json'];
  const tooLarge: Row = ['over 64 kB', text + ' '.repeat(64 * 1024), ''];
  return [
    ...rows(invalid, 400, 'REQUEST_INVALID'),
    ...rows(duplicate, 400, 'DUPLICATE_KEY'),
    ...rows(notJson, 400, 'NOT_JSON'),
    ...rows([tooLarge], 413, 'BODY_TOO_LARGE'),
    ...types.map((type): BadBody => {
      const problem = [415, 'UNSUPPORTED_MEDIA_TYPE', 'header/content-type'] as const;
      return { name: `content type "${type}"`, sent: Buffer.from(text), type, problem };
    }),
  ];
}
