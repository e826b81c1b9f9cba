import type { DeskOperationId } from '@storstad/contract';

/** A story for three real nodes, and what must come of it. */
export interface Scenario {
  readonly name: string;
  readonly clock: Date;
  /** Agreement versions that every body has approved before the first step. */
  readonly agreements: readonly string[];
  readonly cities: readonly string[];
  readonly steps: readonly Step[];
}

/** One step. What may hold references to saved answers is kept as it was written until it is played. */
export type Step =
  | AskStep
  | { readonly kind: 'deliver' }
  | { readonly kind: 'at'; readonly clock: Date }
  | { readonly kind: 'cut' | 'mend'; readonly between: Pair }
  | { readonly kind: 'crash' | 'start'; readonly city: string }
  | NoTraceStep
  | TogetherStep
  | LedgerStep
  | { readonly kind: 'sum-zero' };

/** Someone asks a desk for something. */
export interface AskStep {
  readonly kind: 'do';
  readonly as: string;
  readonly operation: DeskOperationId;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Undefined when nothing is said; then the answer must be a success. */
  readonly expectation: Expectation | undefined;
  readonly save: string | undefined;
}

/** What must come back. A part that is undefined is free. */
export interface Expectation {
  readonly status?: unknown;
  readonly body?: unknown;
  readonly refused?: string;
}

/** Texts that must not be anywhere in a node's files. */
export interface NoTraceStep {
  readonly kind: 'no-trace';
  readonly city: string;
  readonly texts: readonly string[];
}

/** Steps that begin at the same moment. */
export interface TogetherStep {
  readonly kind: 'together';
  readonly steps: readonly Step[];
  /** How many pass, and how many are refused with which code. */
  readonly expectation:
    | { readonly passed?: unknown; readonly refused?: Readonly<Record<string, unknown>> }
    | undefined;
}

/** What two cities' ledgers must say of each other. */
export interface LedgerStep {
  readonly kind: 'ledger';
  readonly between: Pair;
  readonly expectation: { readonly equal?: unknown; readonly lines?: unknown; readonly netOre?: unknown };
}

/** Two different cities. */
export type Pair = readonly [string, string];

/** What a step is called in a report. */
export function titleOf(step: Step): string {
  return step.kind === 'do' ? `${step.operation} as ${step.as}` : step.kind;
}
