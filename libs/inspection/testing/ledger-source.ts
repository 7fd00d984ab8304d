import type { StoredEvent } from '@bali/event-store';
import { formatCheckpoint, type Ledger, leafOf, type LedgerRecord, MerkleTree, signNote } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import type { PackageSource } from '../src/index.js';
import { sampleSigner } from './sample-ledger.js';

/** What a package is made of: a ledger that holds these records, in their order, signed at its end. It keeps no text. */
export function ledgerSource(ledger: Ledger, records: readonly LedgerRecord[]): PackageSource {
  const origin = `bali.localhost/${TRIAL.id}/${ledger}`;
  const tree = new MerkleTree();
  const events = records.map((record, position): StoredEvent => {
    const { id, type, stream, revision } = record;
    const leaf = leafOf(record);
    tree.append(leaf);
    return { position, id, type, stream, revision, leaf };
  });
  const signer = sampleSigner('key', origin);
  return {
    trialId: TRIAL.id,
    store: {
      ledger,
      read: async function* () {
        yield await Promise.resolve(events);
      },
      readTexts: () => Promise.resolve({ authentic: new Map(), altered: new Set() }),
    },
    checkpoint: signNote(formatCheckpoint(origin, { size: events.length, root: tree.root() }), [signer]),
    earlier: [],
    keys: [signer.key],
  };
}
