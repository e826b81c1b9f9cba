import type { DeskOperationId, DeskRequest, DeskResponse } from '@storstad/contract';
import type { TypedRequest } from '../desk-client.js';
import { parsePersona } from '../persona.js';
import { civilDate } from '../stockholm-time.js';
import type { Demo } from './story.js';

/** Who a case is about and which units have it, each written city/UNIT. */
export interface CaseCast {
  readonly person: string;
  readonly home: string;
  /** The unit that is asked, and that has the case when it says yes. */
  readonly receiving: string;
}

/** On whose behalf something is asked for. */
type Side = 'home' | 'receiving';
type Role = 'social-worker' | 'police-liaison' | 'administrator';

/** One case while its story is told. */
export class DemoCase {
  readonly #kept = new Map<string, string>();
  #cast: CaseCast;

  constructor(
    readonly demo: Demo,
    cast: CaseCast,
  ) {
    this.#cast = cast;
  }

  /** Who it is about and which units have it. */
  get cast(): CaseCast {
    return this.#cast;
  }

  /** The civil date that the cities' clocks show. */
  get today(): string {
    return civilDate(this.demo.network.now);
  }

  /** The city on one side of the case. */
  city(side: Side): string {
    return this.#part(side).city;
  }

  /** The unit on one side of the case. */
  unit(side: Side): string {
    return this.#part(side).unit ?? '';
  }

  /** Asks a desk for something in this case; rejects when it is refused. */
  ask<Op extends DeskOperationId>(
    [side, role]: readonly [Side, Role],
    operation: Op,
    body?: DeskRequest<Op>['body'],
    params: Readonly<Record<string, string>> = {},
  ): Promise<DeskResponse<Op>> {
    const as = role === 'social-worker' ? `${role}@${this.cast[side]}` : `${role}@${this.city(side)}`;
    return this.askAs(as, operation, body, params);
  }

  /** The same, as somebody who is named. */
  askAs<Op extends DeskOperationId>(
    as: string,
    operation: Op,
    body?: DeskRequest<Op>['body'],
    params: Readonly<Record<string, string>> = {},
  ): Promise<DeskResponse<Op>> {
    const known = this.#kept.get('case');
    const request: unknown = { params: { ...(known ? { caseId: known } : {}), ...params }, body };
    return this.demo.desk.must(as, operation, request as TypedRequest<Op>);
  }

  /** Remembers the id of something that a later step is about. */
  keep(what: string, id: string): void {
    this.#kept.set(what, id);
  }

  /** The id that an earlier step has kept. */
  kept(what: string): string {
    const id = this.#kept.get(what);
    if (id === undefined) throw new Error(`The story of ${this.cast.person} has no ${what} yet`);
    return id;
  }

  /** From now on the story is about the case in which the person moves on to another unit. */
  moveOn(caseId: string, receiving: string): void {
    this.keep('case', caseId);
    this.#cast = { ...this.#cast, receiving };
  }

  #part(side: Side) {
    const persona = parsePersona(`social-worker@${this.cast[side]}`);
    if (!persona) throw new Error(`${this.cast[side]} is no unit of a city`);
    return persona;
  }
}

/** Who asks, for steps to name. */
export const homeWorker = ['home', 'social-worker'] as const;
export const homeLiaison = ['home', 'police-liaison'] as const;
export const homeAdministrator = ['home', 'administrator'] as const;
export const receivingWorker = ['receiving', 'social-worker'] as const;
export const receivingLiaison = ['receiving', 'police-liaison'] as const;
export const receivingAdministrator = ['receiving', 'administrator'] as const;
