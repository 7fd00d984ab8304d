/**
 * Plays what shows that the blind holds, and writes a signed certificate of it: `npm run certificate -- --out FILE --key KEYS`. The file
 * of the keys is made if there is none. It takes an hour on two quiet cores; fewer histories and pairs are quicker, and are written down.
 * A run that was ended is gone on with by the same command: what was done of the same commit is in the file of its progress.
 */
import { CERTIFICATE_KEY_NAME, certificateText, verifyCertificate } from '@bali/inspection';
import { thisSoftware } from '@bali/installation';
import { formatVerifierKey, signNote } from '@bali/ledger';
import { makeSigningKeys, readSigningKeys, SIGNING_KEY_BYTES } from '@bali/log';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeCertificate } from './make-certificate.js';
import { Progress } from './progress.js';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'certificate-of-the-blind.txt' },
    key: { type: 'string', default: 'certificate-keys.json' },
    progress: { type: 'string', default: 'certificate-progress.jsonl' },
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '12' },
    pairs: { type: 'string', default: '500' },
    patients: { type: 'string', default: '100' },
    leaks: { type: 'string', default: '' },
  },
});
const now = () => new Date();
makeSigningKeys(values.key, CERTIFICATE_KEY_NAME, randomBytes(SIGNING_KEY_BYTES), now());
const keys = readSigningKeys(values.key, CERTIFICATE_KEY_NAME);
const [signer] = keys?.signersAt(now()) ?? [];
if (signer === undefined) throw new Error(`${values.key} has no key that signs`);

const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const key = formatVerifierKey(signer.key);
const played = {
  ...{ seed: Number(values.seed), histories: Number(values.histories), leaks: values.leaks },
  ...{ pairs: Number(values.pairs), patients: Number(values.patients) },
};
const software = {
  version: thisSoftware().version,
  commit: git('rev-parse', 'HEAD'),
  isChanged: git('status', '--porcelain', '--untracked-files=no') !== '',
};
// What was changed since may have been changed again: nothing of an earlier run is taken then.
if (software.isChanged) rmSync(values.progress, { force: true });
const progress = Progress.open(values.progress, { commit: software.commit, node: process.versions.node, ...played });
const certificate = await makeCertificate({
  ...{ ...played, software, key, now, progress },
  tell: (line) => process.stderr.write(`${line}\n`),
});
const note = signNote(certificateText(certificate), [signer]);
writeFileSync(values.out, note);
const { shortcomings } = verifyCertificate(note, values.out, key);
console.log(`${values.out}: signed by ${key}`);
console.log(`npm run bali -- verify ${values.out} --key '${key}'`);
for (const sentence of shortcomings) console.log(sentence);
process.exitCode = shortcomings.length > 0 ? 1 : 0;
