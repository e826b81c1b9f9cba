import type { FastifyInstance, FastifyRequest } from 'fastify';

export const formType = 'application/x-www-form-urlencoded';

/** The field with the token of the session, in every form. */
export const formTokenField = 'formToken';

/** From now on the bodies of these routes are forms, as the raw bytes that came in, and nothing else. */
export function takeForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(formType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** The fields of a request's form; none when it has no body. */
export const formOf = ({ body }: FastifyRequest): URLSearchParams =>
  new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
