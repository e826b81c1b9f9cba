/** What may end a program that would otherwise stay up. */
export interface Ending {
  /** Resolves to true when someone interrupts the program; rejects when it fails. */
  readonly interrupted: Promise<true>;
  /** Tells that the program cannot go on. */
  fail(problem: string): void;
}

/** Watches for Ctrl-C, for the operating system's wish to stop, and for a failure. */
export function watchForEnd(): Ending {
  let fail: Ending['fail'] = () => undefined;
  const interrupted = new Promise<true>((resolve, reject) => {
    process.once('SIGINT', () => resolve(true));
    process.once('SIGTERM', () => resolve(true));
    fail = (problem) => reject(new Error(problem));
  });
  interrupted.catch(() => undefined);
  return { interrupted, fail };
}
