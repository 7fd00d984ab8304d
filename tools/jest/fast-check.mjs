// What tests import as `fast-check`. Each run tries the same cases, so that no commit fails by chance on what another one brought;
// BALI_SEED tries others: a number, or `random` (docs/decisions/0048-the-same-cases-each-time.md).
import fc from '../../node_modules/fast-check/lib/fast-check.js';

const SEED = 904501;

const wanted = process.env.BALI_SEED ?? String(SEED);
if (wanted !== 'random') {
  const seed = Number(wanted);
  if (!Number.isInteger(seed)) throw new Error(`BALI_SEED is a whole number or "random", not "${wanted}".`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}

export * from '../../node_modules/fast-check/lib/fast-check.js';
export default fc;
