import { parseArgs } from 'node:util';
import { readMembers } from '@storstad/members';
import { checkStatement } from './check-statement.js';
import { checkSum } from './check-sum.js';
import { compare } from './compare.js';

/** Where the auditor says what it finds, and why it cannot look. One line each. */
export interface Voice {
  say(line: string): void;
  complain(line: string): void;
}

/** What a check came to: its findings, and what else there is to say. */
export interface Outcome {
  readonly findings: readonly string[];
  readonly summary: readonly string[];
}

const usage = [
  'usage: storstad-auditor check-statement --members DIR FILE',
  '       storstad-auditor compare FILE FILE',
  '       storstad-auditor check-sum FILE...',
];

/**
 * Does what is asked for on the command line.
 *
 * @returns the exit status: 0 when all is well, 1 with findings, 2 when it cannot be told.
 */
export async function audit(args: readonly string[], voice: Voice): Promise<0 | 1 | 2> {
  try {
    const { findings, summary } = await run(args);
    for (const line of [...findings, ...summary]) voice.say(line);
    return findings.length === 0 ? 0 : 1;
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    for (const line of fault.message.split('\n')) voice.complain(line);
    return 2;
  }
}

async function run([command, ...rest]: readonly string[]): Promise<Outcome> {
  switch (command) {
    case 'check-statement': {
      const { values, positionals } = parseArgs({
        args: rest,
        options: { members: { type: 'string' } },
        allowPositionals: true,
      });
      const [file] = positionals;
      if (!values.members || !file || positionals.length > 1) break;
      const read = readMembers(values.members);
      if (!read.ok) throw new Error(read.problems.join('\n'));
      return checkStatement(file, read.members);
    }
    case 'compare': {
      const [one, other] = rest;
      if (!one || !other || rest.length > 2) break;
      return compare(one, other);
    }
    case 'check-sum':
      if (rest.length === 0) break;
      return checkSum(rest);
  }
  throw new Error(usage.join('\n'));
}
