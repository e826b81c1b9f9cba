import type { ConsentCategory } from './generated/schemas.js';
import { lookUp, type OpenApiDocument, type SchemaObject } from './openapi-document.js';

/** What may be done with a property: leave always, leave with consent, or as the marks of its own properties say. */
export type ConsentMark = 'administrative' | ConsentCategory | ConsentMarks;

/** The marks (`x-consent`) of an object's properties. A property that is not here has no mark. */
export interface ConsentMarks extends ReadonlyMap<string, ConsentMark> {}

/** Reads the consent marks of a schema. */
export function consentMarks(document: OpenApiDocument, schema: SchemaObject): ConsentMarks {
  const target = schema.$ref === undefined ? schema : (lookUp(document, schema.$ref) as SchemaObject);
  const marked = Object.entries(target.properties ?? {}).flatMap(([name, property]) => {
    const mark = markOf(document, property);
    return mark === undefined ? [] : [[name, mark] as const];
  });
  return new Map(marked);
}

function markOf(document: OpenApiDocument, property: SchemaObject): ConsentMark | undefined {
  const mark = property['x-consent'];
  return mark === 'by-field' ? consentMarks(document, property) : (mark as ConsentMark | undefined);
}

/** What may leave of some content: only what is marked, and of that only what consent covers. */
export function cut(marks: ConsentMarks, content: object, covered: ReadonlySet<ConsentCategory>): object {
  const kept = Object.entries(content).flatMap(([name, value]) => {
    const rest = cutProperty(marks.get(name), value, covered);
    return rest === undefined ? [] : [[name, rest] as const];
  });
  return Object.fromEntries(kept);
}

function cutProperty(
  mark: ConsentMark | undefined,
  value: unknown,
  covered: ReadonlySet<ConsentCategory>,
): unknown {
  if (mark === undefined) return undefined;
  if (typeof mark === 'string') return mark === 'administrative' || covered.has(mark) ? value : undefined;
  if (!isPlainObject(value)) return undefined;
  const rest = cut(mark, value, covered);
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** The categories of consent that some content has something of. */
export function categories(marks: ConsentMarks, content: object): Set<ConsentCategory> {
  const present = Object.entries(content).flatMap(([name, value]) => {
    const mark = marks.get(name);
    if (mark === undefined || mark === 'administrative' || value === undefined) return [];
    if (typeof mark === 'string') return [mark];
    return isPlainObject(value) ? [...categories(mark, value)] : [];
  });
  return new Set(present);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
