// Who may see a case, and whose own it is.
import type { Role } from '@storstad/contract';
import t from 'tap';
import { isOwn, maySee, type Staff } from '../../src/domain/access.js';
import type { Case } from '../../src/domain/case.js';
import type { Unit } from '../../src/domain/values.js';
import { approval, homeCase, receivingCase } from './cases.js';
import { living } from './living.js';
import { around, day, id, malmo } from './support.js';

const anna = (roles: Role[], ...units: string[]): Staff => ({
  subject: 'anna',
  roles,
  units: units as Unit[],
});
const worker = anna(['social-worker'], 'JARVA');
const liaison = anna(['police-liaison']);
const administrator = anna(['administrator']);
const auditor = anna(['auditor']);

const ours = { unit: 'JARVA' as Unit, assignee: null };
const draft = homeCase('draft', { ...ours, approvals: [approval()] });
const undecided = homeCase('draft', { ...ours, approvals: [] });
const mine = homeCase('draft', { ...ours, assignee: 'anna' });
const hers = homeCase('draft', { ...ours, assignee: 'berit' });
const gone = homeCase('draft', { unit: 'FARSTA' as Unit, assignee: 'anna' });
const request = receivingCase('received', { unit: null, assignee: null });
const cleared = receivingCase('received', {
  unit: null,
  clearance: { verdict: 'clear', decidedAt: id('2025-02-01T08:00:00.000Z') },
});

t.test('who sees a case, and whose own it is', async (t) => {
  const table: [string, Staff, Case, sees: boolean, own: boolean][] = [
    ['of the unit, assigned to nobody', worker, draft, true, true],
    ['of the unit, assigned to me', worker, mine, true, true],
    ['of the unit, assigned to another', worker, hers, true, false],
    ['of another unit, though assigned to me', worker, gone, false, false],
    ['of several units', anna(['social-worker'], 'ASN', 'FARSTA'), gone, true, true],
    ['a request without a unit', worker, request, true, true],
    ['a request, for one without a unit', anna(['social-worker']), request, false, false],
    ['a request that is assigned to another', worker, { ...request, assignee: 'berit' }, true, false],
    ['nothing to decide', liaison, draft, true, false],
    ['to be decided', liaison, undecided, true, true],
    ['to be decided, assigned to somebody', liaison, { ...undecided, assignee: 'berit' }, true, true],
    ['a place to clear', liaison, receivingCase('received', { clearance: null }), true, true],
    ['a place that is cleared', liaison, cleared, true, false],
    ['assigned to me, as a liaison', liaison, mine, true, false],
    ['an administrator', administrator, mine, true, false],
    ['an administrator, assigned to nobody', administrator, draft, true, false],
    ['an auditor', auditor, undecided, true, false],
    [
      'two roles: one of them makes it own',
      anna(['administrator', 'social-worker'], 'JARVA'),
      draft,
      true,
      true,
    ],
    ['two roles, neither', anna(['administrator', 'social-worker'], 'FARSTA'), draft, true, false],
    ['no role', anna([]), draft, false, false],
  ];
  for (const [name, staff, theCase, sees, own] of table) {
    t.equal(maySee(staff, theCase), sees, `${name}: sees`);
    t.equal(isOwn(staff, theCase, around()), own, `${name}: own`);
  }
});

t.test("a running case is a liaison's own while a register check is due from this city", async (t) => {
  const here = around({ city: malmo, today: day('2025-02-10') });
  const checked = living([{ kind: 'register-check', on: '2025-02-10', verdict: 'nothing' }]);
  t.equal(isOwn(liaison, living(), here), true, 'due');
  t.equal(isOwn(liaison, checked, here), false, 'done');
  const atHome = homeCase('in-progress');
  t.equal(isOwn(liaison, atHome, around()), false, 'due from the other city');
});
