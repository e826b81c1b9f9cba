// Every operation of the desk × every role, through HTTP: who is not named in x-roles is stopped at the door.
import { deskContract } from '@storstad/contract';
import t from 'tap';
import { exampleBody, paramsOfNothing } from './helpers/ask-desk.js';
import { startCities } from './helpers/city-nodes.js';
import { contentsOf, nothing, writtenSince } from './helpers/store-contents.js';

const roles = ['social-worker', 'police-liaison', 'administrator', 'auditor', 'no-such-role'];
const operations = [...deskContract.operations.values()].filter((operation) => !operation.public);

t.test('each role gets as far as the matrix says, and a refused one writes nothing', async (t) => {
  const node = (await startCities(t, { cities: ['stockholm'] })).node('stockholm');
  for (const { operationId, hasBody, roles: named } of operations)
    await t.test(operationId, async (t) => {
      const parts = { params: paramsOfNothing, ...(hasBody ? { body: exampleBody(operationId) } : {}) };
      for (const role of roles) {
        const before = contentsOf(node.node.store);
        const member = { roles: [role], units: ['JARVA', 'FARSTA', 'ASN'] };
        const { status, body } = await node.ask(member, operationId, parts);
        const isNamed = (named as string[]).includes(role);
        t.equal(isNamed ? status !== 403 && status < 500 : status === 403, true, `${role}: ${status}`);
        if (isNamed) continue;
        t.equal(body.code, 'NOT_PERMITTED', role);
        t.strictSame(writtenSince(node.node.store, before), nothing, role);
      }
    });
});

t.test('the matrix names every operation that is not public, and no other', async (t) => {
  const named = Object.keys(deskContract.document['x-roles'] ?? {});
  t.strictSame(named.sort(), operations.map(({ operationId }) => operationId as string).sort());
  const known = roles.slice(0, 4);
  for (const { operationId, roles } of operations) {
    t.not(roles.length, 0, operationId);
    t.strictSame(
      roles.filter((role) => !known.includes(role)),
      [],
      operationId,
    );
  }
});
