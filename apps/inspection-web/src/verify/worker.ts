import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import {
  FILES,
  isReceipt,
  keysForReceipt,
  NotVerified,
  openZipBlob,
  parsePolicy,
  type PackageFiles,
  type Policy,
  SITE_COPY,
  verify,
  verifyReceipt,
  WHOLE_LEDGER,
  witnessesOfReceipt,
} from '@bali/inspection/portable';
import { Malformed } from '@bali/ledger';
import { useBrowserCryptography } from '../proof/browser-cryptography.js';
import type { FromWorker, VerifyOutcome, VerifyRequest } from './messages.js';

/** A larger file is for the command line, which needs no more memory for it. */
const MOST_BYTES = 2 * 1024 ** 3;
/** A receipt is one event with its proof. */
const MOST_RECEIPT_BYTES = 1024 * 1024;
const ZIP = 'PK';

useBrowserCryptography();

addEventListener('message', ({ data }: MessageEvent<VerifyRequest>) => {
  void outcomeOf(data).then((outcome) => say({ outcome }));
});

say({ isReady: true });

function say(message: FromWorker): void {
  postMessage(message);
}

async function outcomeOf(request: VerifyRequest): Promise<VerifyOutcome> {
  try {
    if (request.file.size > MOST_BYTES) return { kind: 'too-large' };
    return await verified(request);
  } catch (error) {
    if (error instanceof NotVerified) return { kind: 'not-verified', finding: error.finding, sentence: error.message };
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function verified({ file, key, policy: text }: VerifyRequest): Promise<VerifyOutcome> {
  const witnesses = text === undefined ? undefined : policyIn(text);
  if (typeof witnesses === 'string') return { kind: 'wrong-policy', message: witnesses };
  const beginning = await file.slice(0, ZIP.length).text();
  if (beginning !== ZIP) {
    const receipt = file.size > MOST_RECEIPT_BYTES ? '' : await file.text();
    if (!isReceipt(receipt)) throw new NotVerified({ fault: 'not-a-package', file: file.name });
    const result = verifyReceipt(receipt, file.name, keysForReceipt(key, witnesses));
    const witnessedBy = witnessesOfReceipt(receipt, file.name, witnesses);
    return { kind: 'receipt', result, ...(witnessedBy && { witnessedBy }) };
  }
  const files = await openZipBlob(file);
  const policy: Policy = {
    ...(key === undefined ? {} : { key }),
    ...(witnesses === undefined ? {} : { witnesses: { policy: witnesses, receivedAt: new Date() } }),
    progress: (progress) => say({ progress }),
  };
  const kind = await kindOf(files);
  const hashed = await hashOf(file);
  return kind === 'copy'
    ? { kind, result: await verify(SITE_COPY, files, policy), sha256: hashed }
    : { kind, result: await verify(WHOLE_LEDGER, files, policy), sha256: hashed };
}

/** The policy, or which of its lines breaks a rule. A last line without an end is one that was typed. */
function policyIn(text: string): ReturnType<typeof parsePolicy> | string {
  try {
    return parsePolicy(text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

/** As the manifest says, of which nothing is believed: what is of another kind than it says does not verify as that. */
async function kindOf(files: PackageFiles): Promise<'package' | 'copy'> {
  if (!files.sizes.has(FILES.manifest)) throw new NotVerified({ fault: 'not-a-package', file: FILES.manifest });
  const text = new TextDecoder().decode(await files.whole(FILES.manifest));
  try {
    SITE_COPY.parse(text);
    return 'copy';
  } catch {
    return 'package';
  }
}

async function hashOf(file: File): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (let read = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return bytesToHex(hash.digest());
    hash.update(value);
    read += value.byteLength;
    say({ progress: { step: 'unpack', done: read, of: file.size } });
  }
}
