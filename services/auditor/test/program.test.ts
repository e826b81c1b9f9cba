// The program as it is installed: what it writes where, its exit status, and that a long file does not fill the memory.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { auditing, exported, line, someLines } from './helpers/statement.js';

const program = fileURLToPath(new URL('../bin/storstad-auditor.mjs', import.meta.url));
const run = (args: readonly string[], options: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, program, ...args], {
    encoding: 'utf8',
    env: {},
  });
  return { status, stdout, stderr };
};

t.test('findings on standard output, problems on standard error', async (t) => {
  const { members, fileOf } = auditing(t);
  const well = fileOf('well.jsonl', exported(someLines));
  t.match(run(['check-statement', '--members', members, well]), {
    status: 0,
    stdout: /is well: 3 lines/,
    stderr: '',
  });
  const altered = fileOf('altered.jsonl', exported(someLines).replace('2025-06-02', '2025-06-03'));
  t.match(run(['compare', well, altered]), { status: 1, stdout: /^line 4 \(cost line /, stderr: '' });
  t.match(run(['check-sum']), { status: 2, stdout: '', stderr: /^usage: / });
});

t.test('15,000 lines in a small heap', async (t) => {
  const { members, fileOf } = auditing(t);
  const lines = Array.from({ length: 15_000 }, (_, n) => ({ bookedOn: '2025-05-15', line: line(n) }));
  const long = fileOf('long.jsonl', exported(lines));
  const small = ['--max-old-space-size=40'];
  t.match(run(['check-statement', '--members', members, long], small), { status: 0, stdout: /15000 lines/ });
  t.match(run(['compare', long, long], small), { status: 0 });
});
