import type { AssessThreat, CaseKind } from '@storstad/contract';
import { ageOn } from './calendar.js';
import type { HomeCase } from './case.js';
import type { Circumstances } from './circumstances.js';
import { adultAge } from './eligibility.js';
import { type Refusal, refuse } from './refusal.js';
import type { Unit } from './values.js';

/** What a unit of this city takes on, by the city's settings. A city without rules lets every party send every case. */
export interface UnitRule {
  readonly unit: Unit;
  /** A part of the unit, such as its social intervention group. */
  readonly section?: string;
  readonly kind: CaseKind;
  /** Left out for any level. */
  readonly threat?: AssessThreat['level'];
  /** The youngest that it takes (004:13). */
  readonly fromAge?: number;
}

interface Routed {
  readonly unit: Unit;
  readonly section: string | null;
  readonly kind: CaseKind;
  readonly level: AssessThreat['level'];
  readonly age: number;
}

type Home = Pick<HomeCase, 'unit' | 'section' | 'kind' | 'threat' | 'intake'>;
type Around = Pick<Circumstances, 'unitRules' | 'today'>;

/** By the city's own settings; asked only of a confirmed threat, since the level decides, and not of a minor (002:41). */
export function unitRefusal({ threat, ...home }: Home, around: Around): Refusal | undefined {
  return threat?.confirmed ? refusalAt(threat.level, home, around) : undefined;
}

/** The same before the police have assessed the threat: what is refused at whatever level they may find. */
export function unitRefusalAtAnyLevel(home: Omit<Home, 'threat'>, around: Around): Refusal | undefined {
  const [low, high] = [refusalAt('low', home, around), refusalAt('high', home, around)];
  if (!low || !high) return undefined;
  const competent = [low, high].flatMap(({ facts }) => facts.competent ?? []).map(String);
  return refuse('WRONG_UNIT_FOR_CASE', { ...low.facts, ...high.facts, competent: [...new Set(competent)] });
}

function refusalAt(
  level: AssessThreat['level'],
  { unit, section, kind, intake }: Omit<Home, 'threat'>,
  { unitRules, today }: Around,
): Refusal | undefined {
  const age = ageOn(intake.bornOn, today);
  return age < adultAge ? undefined : routingRefusal(unitRules, { unit, section, kind, level, age });
}

/**
 * Which unit of a city may be the home unit (002:41; requirements §1.2, §12 no. 16). A case that names no section is
 * judged by the unit's first rule for its kind and threat. Refuses with the competent units named, as `UNIT` or
 * `UNIT/section`.
 */
export function routingRefusal(rules: readonly UnitRule[], routed: Routed): Refusal | undefined {
  if (rules.length === 0) return undefined;
  const fitting = rules.filter(
    ({ kind, threat }) => kind === routed.kind && (threat === undefined || threat === routed.level),
  );
  const own = fitting.filter(
    ({ unit, section }) =>
      unit === routed.unit &&
      (routed.section === null || section === undefined || section === routed.section),
  );
  const rule = own[0];
  const isOldEnough = (fromAge = 0) => routed.age >= fromAge;
  if (rule && isOldEnough(rule.fromAge)) return undefined;
  const competent = fitting
    .filter(({ fromAge }) => isOldEnough(fromAge))
    .map(({ unit, section }) => (section ? `${unit}/${section}` : unit));
  return refuse('WRONG_UNIT_FOR_CASE', {
    unit: routed.unit,
    competent: [...new Set(competent)],
    ...(rule?.fromAge === undefined ? {} : { fromAge: rule.fromAge }),
  });
}
