/** Bytes of a number in a transport file. */
export const NUMBER_BYTES = 8;

/** A missing value: a full stop, then nothing. */
const MISSING = Uint8Array.of(0x2e, 0, 0, 0, 0, 0, 0, 0);

/**
 * A number as IBM's mainframes had it: a sign, a power of 16 in excess of 64, and 56 bits of a fraction below 1. It has more digits
 * than a number of JavaScript, so that every number of these tables comes back as it was.
 * @throws RangeError for a number that is out of its range, or is none
 */
export function ibmDouble(value: number | undefined): Uint8Array {
  if (value === undefined) return MISSING;
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no form in a SAS transport file`);
  const bytes = new Uint8Array(NUMBER_BYTES);
  if (value === 0) return bytes;
  let fraction = Math.abs(value);
  let exponent = 64;
  while (fraction >= 1) {
    fraction /= 16;
    exponent += 1;
  }
  while (fraction < 1 / 16) {
    fraction *= 16;
    exponent -= 1;
  }
  if (exponent < 0 || exponent > 127) throw new RangeError(`${value} has no form in a SAS transport file`);
  bytes[0] = (value < 0 ? 0x80 : 0) | exponent;
  let rest = fraction;
  for (let place = 1; place < NUMBER_BYTES; place += 1) {
    rest *= 256;
    const byte = Math.floor(rest);
    bytes[place] = byte;
    rest -= byte;
  }
  return bytes;
}

/** Days from the first day of 1960, as SAS counts them. */
export function sasDays(date: string): number {
  return Math.round((Date.parse(date) - Date.parse('1960-01-01')) / 86_400_000);
}
