import pino from 'pino';
import type { LogLevel } from './config.js';

/**
 * What may stand in the log. Everything else is dropped before it is written, so that nothing of a person can get there
 * by mistake: no body, no URL, no header, no name of a staff member, no id of a case.
 */
const allowed = [
  'city',
  'door',
  'operation',
  'status',
  'ms',
  'code',
  'traceId',
  'peer',
  'messageId',
  'messageType',
  'attempt',
  'waiting',
  'problem',
  'port',
  'rehearsal',
] as const;

/** Fields of a log line. `fault` is an unexpected error: its stack is kept, its message is not. */
export type LogFields = Partial<Record<(typeof allowed)[number], string | number | boolean>> & {
  readonly fault?: unknown;
};

export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Makes the log of a node: JSON lines on standard output. */
export function makeLog(level: LogLevel, city: string, destination?: pino.DestinationStream): Log {
  const logger = pino(
    { level, base: { city }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: onlyAllowed } },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.fromEntries(allowed.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));
  return 'fault' in fields ? { ...kept, fault: describeFault(fields.fault) } : kept;
}

/** Where the fault is, without its message: that could quote what somebody sent. */
function describeFault(fault: unknown): { name: string; code?: string; stack: string[] } {
  if (!(fault instanceof Error)) return { name: typeof fault, stack: [] };
  const stack = (fault.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12);
  const code = 'code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {};
  return { name: fault.name, ...code, stack: stack.map((line) => line.trim()) };
}
