import { addDays } from '../../domain/calendar.js';
import type { CivilDate } from '../../domain/values.js';

/** The last day of something whose end the contract names by the first day after it. */
export const lastDay = (until: string): CivilDate => addDays(until as CivilDate, -1);
