/** Sends requests made of the OpenAPI documents: `npm run test:fuzz -- --seed 1 --requests 100000`. */
import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import { fuzz, linesOf } from './campaign.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '100000' },
    out: { type: 'string', default: '' },
  },
});
const result = await fuzz({
  seed: Number(values.seed),
  requests: Number(values.requests),
  tell: (line) => process.stderr.write(`${line}\n`),
});
const text = `${linesOf(result).join('\n')}\n`;
process.stdout.write(text);
if (values.out !== '') writeFileSync(values.out, text);
process.exitCode = result.tally.faults.length === 0 && result.isMemoryFlat ? 0 : 1;
