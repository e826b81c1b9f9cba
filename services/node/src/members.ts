import type { Member as MemberOf } from '@storstad/members';
import type { City } from './domain/values.js';

/** A city of the exchange, as its member card says. */
export type Member = MemberOf<City>;

export type Members = ReadonlyMap<City, Member>;
