import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type IRegularForbiddenRuleType } from 'dependency-cruiser';
import t from 'tap';
import ts from 'typescript';

/** The house holds: who may lean on whom, who may write, and what the rules may not know. */

const root = fileURLToPath(new URL('..', import.meta.url));
const node = 'services/node/src';

const forbidden: IRegularForbiddenRuleType[] = [
  rule('domain imports only itself', `^${node}/domain`, {
    pathNot: `^${node}/domain`,
    dependencyTypesNot: ['type-only'],
  }),
  rule('domain knows other types only from the contract', `^${node}/domain`, {
    pathNot: [`^${node}/domain`, '^shared/contract'],
  }),
  rule('the store knows nothing of commands, doors and delivery', `^${node}/store`, {
    path: `^${node}/(commands|http|delivery)`,
  }),
  rule('commands know no door', `^${node}/commands`, { path: `^${node}/http` }),
  rule('delivery knows no command and no door', `^${node}/delivery`, {
    path: `^${node}/(commands|http)`,
    dependencyTypesNot: ['type-only'],
  }),
  rule('the doors reach the store only through commands', `^${node}/http`, { path: `^${node}/store` }),
  rule('nothing but wiring, main and index knows the doors', `^${node}/(?!http|wiring|main|index)`, {
    path: `^${node}/http`,
  }),
  rule('the product does not know the rehearsal or the tests', `^(${node}|shared)`, {
    path: '^(services/rehearsal|test|services/node/test)',
  }),
  rule('shared packages know no service', '^shared', { path: '^services' }),
  rule('the auditor knows only the shared packages', '^services/auditor/src', {
    path: '^services/(?!auditor)',
  }),
  rule('evidence knows no other package of ours', '^shared/evidence', {
    path: '^(services|shared/(?!evidence))',
  }),
  {
    name: 'no circles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

function rule(name: string, from: string, to: IRegularForbiddenRuleType['to']): IRegularForbiddenRuleType {
  return { name, severity: 'error', from: { path: from }, to };
}

t.test('imports', async (t) => {
  const result = await cruise(
    [
      'services/auditor/src',
      'services/node/src',
      'services/rehearsal/src',
      'shared/contract/src',
      'shared/members/src',
      'shared/signing/src',
      'shared/evidence/src',
    ],
    {
      baseDir: root,
      ruleSet: { forbidden },
      validate: true,
      tsPreCompilationDeps: 'specify',
      doNotFollow: { path: ['node_modules', 'generated'] },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['storstad-source', 'import', 'node', 'default'],
        extensions: ['.ts', '.js'],
      },
    },
    undefined,
    { tsConfig: { options: {} } as never },
  );
  if (typeof result.output === 'string') throw new Error('dependency-cruiser gave text');
  const { violations, totalCruised } = result.output.summary;
  t.ok(totalCruised > 80, `looked at ${totalCruised} modules`);
  const crossesPackages = result.output.modules.some(({ dependencies }) =>
    dependencies.some(({ resolved }) => resolved.startsWith('shared/contract/src')),
  );
  t.ok(crossesPackages, 'imports between packages are followed to their sources');
  t.strictSame(
    violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    [],
  );
});

/** Every call and property access in a file, as text: `Date.now`, `db.transaction`. */
function accesses(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (at: ts.Node) => {
    if (ts.isPropertyAccessExpression(at)) found.push(`${at.expression.getText()}.${at.name.text}`);
    if (ts.isNewExpression(at) && (at.arguments?.length ?? 0) === 0)
      found.push(`new ${at.expression.getText()}()`);
    if (ts.isIdentifier(at)) found.push(at.text);
    if (ts.isStringLiteralLike(at) && /\b(BEGIN|COMMIT|SAVEPOINT)\b/.test(at.text))
      found.push('SQL transaction');
    ts.forEachChild(at, visit);
  };
  visit(source);
  return found;
}

/** The TypeScript sources below some folders. */
const filesOf = (...folders: string[]) =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(root, folder, name)),
  );

t.test('no clock, chance, process or network in domain/', async (t) => {
  const unknowable = [
    'Date.now',
    'new Date()',
    'Math.random',
    'randomUUID',
    'process',
    'performance',
    'fetch',
    'setTimeout',
  ];
  const files = filesOf(`${node}/domain`);
  t.ok(files.length > 10);
  for (const file of files) {
    const used = accesses(file).filter((access) => unknowable.includes(access));
    t.strictSame(used, [], file.slice(root.length));
  }
});

t.test('transactions only in commit', async (t) => {
  const shared = ['contract', 'evidence', 'members', 'signing'].map((name) => `shared/${name}/src`);
  const writers = filesOf(node, 'services/auditor/src', ...shared)
    .filter((file) =>
      accesses(file).some((access) => /\.transaction$/.test(access) || access === 'SQL transaction'),
    )
    .map((file) => file.slice(root.length));
  t.strictSame(writers, [`${node}/commands/commit.ts`]);
});

t.test('pages are made of elements, never of strings of HTML', (t) => {
  const files = filesOf(`${node}/http/pages`);
  t.ok(files.length > 20);
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (at: ts.Node) => {
      if (ts.isJsxAttribute(at) && at.name.getText() === 'dangerouslySetInnerHTML') found.push(at.getText());
      const isText =
        ts.isStringLiteralLike(at) || ts.isTemplateHead(at) || ts.isTemplateMiddleOrTemplateTail(at);
      if (isText && /<\/?[a-z]/i.test(at.text)) found.push(at.text);
      ts.forEachChild(at, visit);
    };
    visit(source);
    t.strictSame(found, [], file.slice(root.length));
  }
  t.end();
});

t.test('status codes of problems only in http/problem', async (t) => {
  const problemStatus = /\b(400|401|403|404|405|409|413|415|422|500)\b/;
  const others = filesOf(node)
    .filter((file) => !file.endsWith('http/problem.ts'))
    .filter((file) => {
      const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
      let found = false;
      const visit = (at: ts.Node) => {
        if (ts.isCallExpression(at) && /\.(code|status)$/.test(at.expression.getText())) {
          const [status] = at.arguments;
          found ||= status !== undefined && ts.isNumericLiteral(status) && problemStatus.test(status.text);
        }
        ts.forEachChild(at, visit);
      };
      visit(source);
      return found;
    });
  t.strictSame(others, []);
});
