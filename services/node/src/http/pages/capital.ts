/** With a capital letter, as at the beginning of a row. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('sv') + text.slice(1);
