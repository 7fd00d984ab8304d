/**
 * Whether an arm can be told from the time that the unit's records take: `npm run bench:arms -- --patients 1000 --pairs 500`.
 * Figures vary with whatever else the machine does, so no test asks for them.
 */
import { parseArgs } from 'node:util';
import { measureArms } from './measure-arms.js';

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '100' },
    pairs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const asked = { patients: Number(values.patients), pairs: Number(values.pairs), seed: Number(values.seed) };
const found = await measureArms(asked);
if (values.json) console.log(JSON.stringify({ ...asked, found }, null, 2));
else {
  for (const [what, { pairs, medianA, medianB, medianOfDifferences, interval, auc, aucInterval }] of Object.entries(
    found,
  )) {
    const between = ([from, to]: readonly [number, number]) => `[${from.toFixed(3)}, ${to.toFixed(3)}]`;
    console.log(
      `${what}: ${pairs} pairs of ${asked.patients} patients; median A ${medianA.toFixed(3)}, B ${medianB.toFixed(3)}; ` +
        `A less B ${medianOfDifferences.toFixed(3)} ${between(interval)}; AUC ${auc.toFixed(3)} ${between(aucInterval)}`,
    );
  }
}
