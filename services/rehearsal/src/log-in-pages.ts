import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { parseLogIn, personaSecret } from './persona.js';

const style = `
body { font: 1.1875rem/1.4 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; color: #0b0c0c; }
h1 { font-size: 1.75rem; }
label { display: block; font-weight: bold; margin-top: 1.5rem; }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .4rem; border: 2px solid #0b0c0c; }
button { font: inherit; font-weight: bold; margin-top: 2rem; padding: .5rem 1.25rem; color: #fff; background: #1d4f7c; border: 2px solid #1d4f7c; }
:focus-visible { outline: 3px solid #ffb000; outline-offset: 2px; }
[role=alert] { border: 4px solid #b3261e; padding: 1rem; }
code { overflow-wrap: anywhere; }
`;
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "script-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds the page on which a persona logs in. It needs no script. */
export function addLogInPages(provider: Provider): void {
  provider.use(async (ctx, next) => {
    if (ctx.path === '/log-out.js') {
      ctx.type = 'text/javascript';
      ctx.body = "document.querySelector('form').submit();";
      return;
    }
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { prompt, session } = await provider.interactionDetails(ctx.req, ctx.res);
    if (prompt.name !== 'login')
      throw new Error(`Nothing is asked here but who it is, and not ${prompt.name}`);
    if (ctx.method !== 'POST') return show(ctx, logInPage('', false));
    const form = await formOf(ctx.req);
    const name = form.get('name')?.trim() ?? '';
    const logIn = parseLogIn(name);
    if (!logIn || form.get('secret') !== personaSecret) return show(ctx, logInPage(name, true));
    const result = { login: { accountId: name, acr: logIn.acr } };
    const back = await provider.interactionResult(ctx.req, ctx.res, result);
    if (session && session.accountId !== name) await forget(provider, session.uid);
    ctx.redirect(back);
    ctx.status = 303;
  });
}

/** Somebody else logs in, in the same browser: who was logged in before is nobody's business any more. */
async function forget(provider: Provider, uid: string): Promise<void> {
  const session = await provider.Session.findByUid(uid);
  if (!session) return;
  delete session.accountId;
  delete session.authorizations;
  await session.persist();
}

/** Sent when a city's pages log somebody out: goes on by itself where there is script. */
export function logOutPage(ctx: KoaContextWithOIDC, form: string): void {
  const field =
    '<input type="hidden" name="logout" value="yes"><button type="submit">Logga ut</button></form>';
  const page = `<h1>Logga ut</h1>${form.replace('</form>', field)}<script src="/log-out.js"></script>`;
  show(ctx, documentOf('Logga ut', page));
}

function logInPage(name: string, isWrong: boolean): string {
  const title = `${isWrong ? 'Fel: ' : ''}Logga in som testperson`;
  const alert = isWrong
    ? `<p role="alert" id="wrong">Det finns ingen som heter så, eller så är lösenordet fel. Lösenordet är alltid ”${personaSecret}”.</p>`
    : '';
  return documentOf(
    title,
    `${alert}<h1>Logga in som testperson</h1>
<p>Detta är en övning. Alla personer är påhittade.</p>
<form method="post">
<label for="name">Namn</label>
<p id="hint">Roll, kommun och enhet, till exempel <code>social-worker@stockholm/JARVA</code></p>
<input id="name" name="name" value="${escaped(name)}" autocomplete="username" autocapitalize="none" spellcheck="false" required aria-describedby="hint${isWrong ? ' wrong' : ''}">
<label for="secret">Lösenord</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required>
<button type="submit">Logga in</button>
</form>`,
  );
}

const documentOf = (title: string, content: string) => `<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body><main>${content}</main></body>
</html>`;

type Answer = Pick<KoaContextWithOIDC, 'set' | 'type' | 'body'>;

function show(ctx: Answer, page: string): void {
  ctx.set('content-security-policy', contentSecurityPolicy);
  ctx.set('cache-control', 'no-store');
  ctx.type = 'html';
  ctx.body = page;
}

const formOf = async (request: IncomingMessage) => new URLSearchParams(await text(request));

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
