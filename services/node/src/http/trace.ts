import { randomBytes } from 'node:crypto';

const shape = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * The `traceparent` (W3C Trace Context) of what this node does for a request: the caller's trace goes on with a new
 * span; without a usable one a trace begins. An unusable one is ignored, as the specification asks.
 */
export function continueTrace(received: string | string[] | undefined): string {
  const [, traceId, parentId, flags] = (typeof received === 'string' && shape.exec(received)) || [];
  const isUsable = traceId !== undefined && ![traceId, parentId].some((id) => /^0*$/.test(id ?? ''));
  const span = randomBytes(8).toString('hex');
  return isUsable ? `00-${traceId}-${span}-${flags}` : `00-${randomBytes(16).toString('hex')}-${span}-01`;
}

/** The trace's id, for the log. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
