/**
 * An amount of whole öre in kronor with two decimals and a decimal point, such as `-90000.05`. Nothing is rounded.
 *
 * @throws RangeError when the amount is not a whole number that is exact: a bug in the caller.
 */
export function kronor(ore: number | bigint): string {
  if (typeof ore === 'number' && !Number.isSafeInteger(ore)) throw new RangeError(`${ore} is no whole öre`);
  const digits = String(ore < 0 ? -ore : ore).padStart(3, '0');
  return `${ore < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
