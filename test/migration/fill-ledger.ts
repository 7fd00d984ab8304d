import { type EventStore, type KeptCheckpoint, NO_STREAM } from '@bali/event-store';
import { sampleText } from '@bali/event-store/testing';
import { formatCheckpoint, leafOf, type LedgerRecord, MerkleTree, noteSigner, signNote } from '@bali/ledger';
import { generateKeyPairSync } from 'node:crypto';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientHistory, recordsOf, SAMPLE_REDACTION, trialHistory } from '@bali/trial/testing';

const PATIENTS = ['REI-001', 'NAN-001', 'PAR-001'] as const;
const ORIGIN = 'bali.localhost/NCT00904501/trial';
const SIGNER = noteSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
/** What verifies the checkpoints beside a ledger that was filled here. */
export const SIGNED_BY = SIGNER.key;

export const ERASED = sampleText('a name that was erased');
export const KEPT = [...PATIENTS, ...Array.from({ length: 20 }, (_, number) => `text ${number}`)].map((text) =>
  sampleText(text),
);

/** The reason of every event of the trial. */
export const NAMED = KEPT[KEPT.length - 1]!;

/** A trial with some patients whose events lie between one another's, and texts of which one was erased. */
export async function fillLedger(store: EventStore): Promise<void> {
  await append(store, recordsOf(trialHistory(), { stream: TRIAL_STREAM }));
  await store.keepTexts([...KEPT, ERASED]);
  await store.eraseText(ERASED.hash);
  const patients = PATIENTS.map((patient) =>
    recordsOf(patientHistory({ until: 'completed', patient }), { stream: patientStream(patient) }),
  );
  const longest = Math.max(...patients.map(({ length }) => length));
  for (let place = 0; place < longest; place += 2)
    for (const records of patients) await append(store, records.slice(place, place + 2));
  await signCheckpoints(store);
}

/** Keeps a checkpoint of every tenth size, and of no events at all. */
async function signCheckpoints(store: EventStore): Promise<void> {
  const tree = new MerkleTree();
  const sign = () => {
    const { size } = tree;
    return store.keepCheckpoint({
      size,
      note: signNote(formatCheckpoint(ORIGIN, { size, root: tree.root() }), [SIGNER]),
    });
  };
  await sign();
  for await (const page of store.read()) {
    for (const { leaf } of page) {
      tree.append(leaf);
      if (tree.size % 10 === 0) await sign();
    }
  }
}

async function append(store: EventStore, records: readonly LedgerRecord[]): Promise<void> {
  const [first] = records;
  if (first === undefined) return;
  await store.append({
    stream: first.stream,
    expectedRevision: first.revision === 0 ? NO_STREAM : first.revision - 1,
    events: records.map((record) => ({ id: record.id, type: record.type, leaf: withReason(record, NAMED.hash) })),
  });
}

/** Records that the text of a hash was redacted. */
export async function redact(store: EventStore, hash: string): Promise<void> {
  const from = (await store.readStream(TRIAL_STREAM)).length;
  const redaction = { type: 'TextRedacted', data: { ...SAMPLE_REDACTION.TextRedacted, hash } };
  await append(store, recordsOf([redaction], { stream: TRIAL_STREAM, from }));
}

/** The record's leaf, with a reason. */
function withReason(record: LedgerRecord, reason: string): Uint8Array {
  return leafOf({ ...record, metadata: { ...record.metadata, reason } });
}

/** A checkpoint of all events with their true root, signed by somebody else under the log's name. */
export async function forgedCheckpoint(store: EventStore): Promise<KeptCheckpoint> {
  const tree = new MerkleTree();
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  const forger = noteSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
  const { size } = tree;
  return { size, note: signNote(formatCheckpoint(ORIGIN, { size, root: tree.root() }), [forger]) };
}
