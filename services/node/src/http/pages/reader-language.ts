import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Language } from '../../texts.js';
import { localPath } from './local-path.js';
import type { CookieNames } from './log-in-cookies.js';
import { type Words, wordsIn } from './words.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** In the language that the reader has chosen, else in that of the city's pages. */
    words: Words;
  }
}

const aYearInS = 365 * 24 * 60 * 60;

/** Gives each request its words, and lets the reader choose: GET /language/sv?then=/… keeps the choice in a cookie. */
export function addReaderLanguage(app: FastifyInstance, names: CookieNames, otherwise: Language): void {
  app.decorateRequest('words');
  app.addHook('onRequest', async (request) => {
    request.words = wordsIn[chosen(request, names) ?? otherwise];
  });
  for (const language of Object.keys(wordsIn))
    app.get<{ Querystring: { then?: string } }>(
      `/language/${language}`,
      { config: { operation: 'chooseLanguage' } },
      (request, reply) =>
        reply
          .setCookie(names.language, language, { ...names.options, maxAge: aYearInS })
          .redirect(localPath(request.query.then), 303),
    );
}

function chosen({ cookies }: FastifyRequest, names: CookieNames): Language | undefined {
  const language = cookies[names.language];
  return language === 'sv' || language === 'en' ? language : undefined;
}
