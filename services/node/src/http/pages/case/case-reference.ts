/** How a case is called where nobody's name may stand: the first eight characters of its id, such as 3F2A91C0. */
export const caseReference = (caseId: string): string => caseId.slice(0, 8).toUpperCase();
