/** Kills processes of the product again and again: `npm run test:crash -- --seed 1 --kills 1000`. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crash, linesOf } from './campaign.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '1000' },
    out: { type: 'string', default: '' },
  },
});
const result = await crash({
  ...{ seed: Number(values.seed), kills: Number(values.kills) },
  tell: (line) => process.stderr.write(`${line}\n`),
});
const text = `${linesOf(result).join('\n')}\n`;
process.stdout.write(text);
if (values.out !== '') writeFileSync(values.out, text);
process.exitCode = result.faults.length === 0 ? 0 : 1;
