import { type EventStore, NO_STREAM } from '@bali/event-store';
import { sampleText } from '@bali/event-store/testing';
import { formatCheckpoint, leafOf, type LedgerRecord, MerkleTree, noteSigner, signNote } from '@bali/ledger';
import { generateKeyPairSync } from 'node:crypto';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientHistory, recordsOf, trialHistory } from '@bali/trial/testing';

const PATIENTS = ['REI-001', 'NAN-001', 'PAR-001'] as const;
export const ERASED = sampleText('a name that was erased');
export const KEPT = [...PATIENTS, ...Array.from({ length: 20 }, (_, number) => `text ${number}`)].map((text) =>
  sampleText(text),
);

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
  const origin = 'bali.localhost/NCT00904501/trial';
  const signer = noteSigner(origin, generateKeyPairSync('ed25519').privateKey);
  const tree = new MerkleTree();
  const sign = () => {
    const { size } = tree;
    return store.keepCheckpoint({
      size,
      note: signNote(formatCheckpoint(origin, { size, root: tree.root() }), [signer]),
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
    events: records.map((record) => ({ id: record.id, type: record.type, leaf: leafOf(record) })),
  });
}
