// Every problem that the desk can answer with is asked for: by a story in test/scenarios, or by a test over HTTP.
import { readdirSync, readFileSync } from 'node:fs';
import { deskContract } from '@storstad/contract';
import t from 'tap';

const folder = (path: string) => new URL(path, import.meta.url);
const filesIn = (path: string, ending: string) =>
  readdirSync(folder(path))
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder(path)), 'utf8') }));

/** The codes that the contract gives as examples of the desk's answers. */
const { responses } = deskContract.document.components as unknown as {
  responses: Record<string, { content: Record<string, { examples: object }> }>;
};
const codes = Object.values(responses).flatMap(({ content }) =>
  Object.values(content).flatMap(({ examples }) => Object.keys(examples)),
);

/** The codes under `refused` in the stories: one, or several with how often each is. */
const toldByStories = new Set(
  filesIn('../../../test/scenarios/', '.yaml').flatMap(({ text }) =>
    [...text.replaceAll(/#.*/g, '').matchAll(/\brefused:\s*(?:\{([^}]*)\}|(\w+))/g)].flatMap(
      ([, several = '', one = '']) => `${several} ${one}`.match(/[A-Z][A-Z_]+/g) ?? [],
    ),
  ),
);
/** What another city's desk or node is told does not count. */
const notAtTheDesk = ['refusal-coverage.test.ts', 'peer-door.test.ts'];
const askedByTests = new Set(
  [...filesIn('./', '.test.ts'), ...filesIn('helpers/', '.ts')]
    .filter(({ name }) => !notAtTheDesk.includes(name))
    .flatMap(({ text }) => [...text.matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, code = '']) => code)),
);

t.test('every problem of the desk is asked for', async (t) => {
  t.ok(
    codes.length > 60 && toldByStories.size > 10,
    `${codes.length} codes, ${toldByStories.size} in stories`,
  );
  const missing = codes.filter((code) => !toldByStories.has(code) && !askedByTests.has(code));
  t.strictSame(missing, []);
});

t.test('the contract has an example of every code that an operation can be refused with', async (t) => {
  for (const { operationId, refusals } of deskContract.operations.values())
    t.strictSame(
      refusals.filter((code) => !codes.includes(code)),
      [],
      operationId,
    );
});
