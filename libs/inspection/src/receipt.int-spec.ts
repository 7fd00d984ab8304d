import { describe, expect, it } from '@jest/globals';
import { SampleLedger, sampleSigner } from '@bali/inspection/testing';
import { formatProof, formatVerifierKey, inclusionProof, subtreesFromTiles, TiledTree } from '@bali/ledger';
import { NotVerified, verifyReceipt } from './index.js';

const SIZE = 200;
const INDEX = 77;
const KEY = formatVerifierKey(sampleSigner().key);
const LEDGER = new SampleLedger(SIZE);
const ENTRY = LEDGER.events[INDEX]!.leaf;

function receiptOf(index: number): string {
  const tree = new TiledTree();
  for (const { leaf } of LEDGER.events) tree.append(leaf);
  const [tile] = tree.takeChanged();
  const hashes = inclusionProof(
    index,
    SIZE,
    subtreesFromTiles(SIZE, () => tile!.hashes),
  );
  return formatProof({ index, hashes, checkpoint: LEDGER.checkpoint() });
}

function faultOf(receipt: string, key = KEY, entry: Uint8Array | undefined = ENTRY): string | undefined {
  try {
    verifyReceipt(receipt, 'receipt.txt', key, entry);
    return undefined;
  } catch (error) {
    if (error instanceof NotVerified) return error.finding.fault;
    throw error;
  }
}

describe('[EMA-66] a receipt', () => {
  it('shows offline that the log has the record', () => {
    const verified = verifyReceipt(receiptOf(INDEX), 'receipt.txt', KEY, ENTRY);
    expect(verified).toMatchObject({ index: INDEX, treeSize: SIZE, record: { id: LEDGER.events[INDEX]!.id } });
  });

  it('is verified with any of several keys, such as those of the logs in a policy, and with no other', () => {
    const another = formatVerifierKey(sampleSigner('another').key);
    expect(verifyReceipt(receiptOf(INDEX), 'receipt.txt', [another, KEY], ENTRY)).toMatchObject({ keyWasGiven: true });
    expect(() => verifyReceipt(JSON.stringify(whole), 'receipt.json', [another])).toThrow(NotVerified);
    expect(verifyReceipt(JSON.stringify(whole), 'receipt.json', [])).toMatchObject({ keyWasGiven: false });
  });

  const whole = {
    event: LEDGER.events[INDEX]!.id,
    index: INDEX,
    leaf: Buffer.from(ENTRY).toString('base64'),
    proof: receiptOf(INDEX),
    verifierKeys: [KEY],
  };
  const faultOfWhole = (changes: object, key?: string) => {
    try {
      verifyReceipt(JSON.stringify({ ...whole, ...changes }), 'receipt.json', key);
      return undefined;
    } catch (error) {
      if (error instanceof NotVerified) return error.finding.fault;
      throw error;
    }
  };

  it('of the site API is verified as the one file that it is, and nothing that was changed in it', () => {
    expect(faultOfWhole({}, KEY)).toBeUndefined();
    expect(faultOfWhole({})).toBeUndefined();
    const another = Buffer.from(LEDGER.events[INDEX + 1]!.leaf).toString('base64');
    const wrongKey = formatVerifierKey(sampleSigner('another').key);
    expect(faultOfWhole({}, wrongKey)).toBe('wrong-key');
    const changes: readonly (readonly [object, string])[] = [
      [{ leaf: another }, 'receipt-not-included'],
      [{ leaf: `${whole.leaf}!` }, 'receipt-malformed'],
      [{ proof: receiptOf(INDEX + 1) }, 'receipt-not-included'],
      [{ index: INDEX + 1 }, 'receipt-malformed'],
      [{ event: LEDGER.events[INDEX + 1]!.id }, 'receipt-malformed'],
      [{ verifierKeys: [wrongKey] }, 'wrong-key'],
      [{ verifierKeys: [] }, 'wrong-key'],
      [{ verifierKeys: ['x'] }, 'receipt-malformed'],
      [{ verifierKeys: 'x' }, 'receipt-malformed'],
      [{ more: 1 }, 'receipt-malformed'],
      [{ proof: 7 }, 'receipt-malformed'],
    ];
    for (const [change, fault] of changes) expect([change, faultOfWhole(change)]).toEqual([change, fault]);
    expect(faultOf('{"minutes":"of a meeting"}')).toBe('receipt-malformed');
    expect(faultOf('{')).toBe('receipt-malformed');
  });

  it('shows nothing of another record, with another key, or when anything in it was changed', () => {
    const receipt = receiptOf(INDEX);
    expect(faultOf(receipt, KEY, LEDGER.events[INDEX + 1]!.leaf)).toBe('receipt-not-included');
    expect(faultOf(receipt, formatVerifierKey(sampleSigner('another').key))).toBe('wrong-key');
    expect(faultOf(receipt.replace('index 77', 'index 78'))).toBe('receipt-not-included');
    expect(faultOf(receipt.replace('\n200\n', '\n201\n'))).toBe('signature-wrong');
    expect(faultOf('c2sp.org/tlog-proof@v1\nminutes of a meeting')).toBe('receipt-malformed');
  });
});
