import type { PostedCostLine } from '@storstad/contract';
import type { StaffOperationId } from '../../../commands/desk-commands.js';

/**
 * What can be done with a line now: the home city asks about it and lets it stand, the receiving city answers and takes it
 * back. The first one is what is waited for.
 */
export function lineActions(posted: PostedCostLine, own: string): readonly StaffOperationId[] {
  const { line, state, dispute, reversedBy } = posted;
  if (state !== 'posted' || line.reverses !== null || reversedBy !== null) return [];
  const asked = dispute?.state ?? 'settled';
  if (line.receivingCity === own)
    return asked === 'open' ? ['answerDispute', 'reverseCostLine'] : ['reverseCostLine'];
  if (asked === 'settled') return ['disputeCostLine'];
  return asked === 'open' || asked === 'answered' ? ['settleDispute'] : [];
}
