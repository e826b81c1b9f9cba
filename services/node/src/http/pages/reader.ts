import type { Role } from '@storstad/contract';
import type { Node } from '../../node.js';
import type { Session } from './session.js';
import type { Words } from './words.js';

/** Who reads a page, where and in which language: what every page gets. */
export interface Reader {
  readonly node: Node;
  readonly session: Session;
  readonly words: Words;
  readonly traceparent: string;
  /** The path of the page, without its query. */
  readonly path: string;
  /** What was just done, to be said once at the top of the page; a key of a text. */
  readonly notice: string | null;
}

/** Whether the reader has one of some roles. */
export const hasRole = ({ session }: Reader, ...roles: readonly Role[]): boolean =>
  session.staff.roles.some((role) => roles.includes(role));
