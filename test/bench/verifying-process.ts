import { verifyPackage, WHOLE_LEDGER } from '@bali/inspection';
import { measured } from './measure.js';

/**
 * Verifies the package at a path, as `bali verify` does, in a process that has done nothing else: the memory that it needs is then
 * its own. It prints how long that took, in seconds, and the most memory that it held, in MiB, as JSON.
 */
const [path = '', checks] = process.argv.slice(2);
const { seconds } = await measured(1, async () => {
  await verifyPackage(WHOLE_LEDGER, path, { checks: checks === 'tree' ? 'tree' : 'everything' });
});
console.log(JSON.stringify({ seconds, peakMebibytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
