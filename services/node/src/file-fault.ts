/** Why a file cannot be read at all, so that nothing of it is taken in. */
export interface FileFault {
  /** `row` is the line of the file, counted from 1; `problem` goes on after "Row N:". Nothing of what the file says. */
  readonly fileFault: { readonly row: number; readonly problem: string };
}

/** Makes a file's fault. */
export const fileFault = (row: number, problem: string): FileFault => ({ fileFault: { row, problem } });

/** Tells a file's fault from what was asked for. */
export const isFileFault = (outcome: object): outcome is FileFault => 'fileFault' in outcome;
