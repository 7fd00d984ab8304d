/** Hunts every leak of the zoo, and says how many were found: `npm run test:leaks -- --seed 1 --only header --part 1/2`. */
import { parseArgs } from 'node:util';
import { huntAll, linesOf } from './hunt-all.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    part: { type: 'string', default: '1/1' },
    json: { type: 'boolean', default: false },
  },
});
const [part = 1, of = 1] = values.part.split('/').map(Number);
const result = await huntAll({
  seed: Number(values.seed),
  isWanted: ({ channel }, place) => channel.includes(values.only) && place % of === part - 1,
  tell: (line) => process.stderr.write(`${line}\n`),
});
console.log(values.json ? JSON.stringify(result, null, 2) : linesOf(result).join('\n'));
process.exitCode = result.found === result.planted && result.control === 'nothing' ? 0 : 1;
