/** A witness in a process of its own: it is told where its files are, prints its address, and serves until it is killed. */
import { parseVerifierKey } from '@bali/ledger';
import { startWitness } from './start-witness.js';

const [folder = '', name = '', origin = '', key = '', isNew = ''] = process.argv.slice(2);
const logs = [{ origin, keys: [parseVerifierKey(key)] }];
const { url } = await startWitness({ folder, name, logs, isNew: isNew === 'new' });
process.stdout.write(`${url}\n`);
