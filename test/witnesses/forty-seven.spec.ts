import { signerOf } from '@bali-app/witness/testing';
import {
  type Checkpoint,
  consistencyProof,
  formatCheckpoint,
  formatVerifierKey,
  formatWitnessKey,
  inclusionProof,
  leafHash,
  leafOf,
  MerkleTree,
  openNote,
  parseCheckpoint,
  rootOf,
  signNote,
  verifyConsistency,
  verifyInclusion,
  withSignatures,
  witnessKey,
} from '@bali/ledger';
import { patientStream } from '@bali/trial';
import { patientEvent, recordsOf } from '@bali/trial/testing';
import { formatAddCheckpoint, judgeCheckpoint, type LogSeen, parsePolicy, witnessedUnder } from '@bali/witness';
import { describe, expect, it } from '@jest/globals';

const ORIGIN = 'bali.example/NCT00904501/trial';
const LOG = signerOf(ORIGIN, 'the key of the sponsor');
const SUBJECTS = 47;
const OTHERS = 30;
const MINUTE_SECONDS = 60;
/** When the operator does it, in seconds since 1970. */
const AT = Date.parse('2026-11-30T12:00:00Z') / 1000;

/** The endpoint of a subject at 6 months, as a leaf. */
function endpointOf(site: string, number: number): Uint8Array {
  const patient = `${site}-${String(number + 1).padStart(3, '0')}`;
  const visit = patientEvent('FollowUpAssessed', { visit: 'M6' });
  const [record] = recordsOf([visit], { stream: patientStream(patient) });
  return leafOf(record!);
}

const OF_SITE = Array.from({ length: SUBJECTS }, (_, number) => endpointOf('REI', number));
const OF_OTHERS = Array.from({ length: OTHERS }, (_, number) => endpointOf('NAN', number));
const LATER = Array.from({ length: 60 }, (_, number) => endpointOf('PAR', number));
const TRUE = [...OF_OTHERS, ...OF_SITE];

class Tree {
  readonly leaves: readonly Uint8Array[];

  constructor(leaves: readonly Uint8Array[]) {
    this.leaves = leaves;
  }

  get size(): number {
    return this.leaves.length;
  }

  get head() {
    return { size: this.size, root: rootOf(this.size, this.subtrees) };
  }

  /** Signed by whoever has the key. */
  get note(): string {
    return signNote(formatCheckpoint(ORIGIN, this.head), [LOG]);
  }

  readonly subtrees = (level: number, index: number): Uint8Array => {
    if (level === 0) return leafHash(this.leaves[index]!);
    const tree = new MerkleTree();
    for (const leaf of this.leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)) tree.append(leaf);
    return tree.root();
  };

  proofFrom(size: number): readonly Uint8Array[] {
    return size > this.size ? [] : consistencyProof(size, this.size, this.subtrees);
  }
}

/** A hospital's witness, which is asked, or asks, once a minute. */
class Hospital {
  readonly name: string;
  readonly #signer;
  #seen: LogSeen = { contradictions: [] };
  #time = 0;

  constructor(name: string) {
    this.name = name;
    this.#signer = signerOf(`${name}.example/w`, name);
  }

  get key() {
    return witnessKey(`${this.name}.example/w`, this.#signer.key.publicKey);
  }

  /** @returns its cosignature; or the status with which it refuses, and what the log is then told. */
  asked(tree: Tree, now: number): { readonly line: string } | { readonly status: number; readonly said: string } {
    const oldSize = Math.min(this.#seen.latest?.size ?? 0, tree.size);
    const request = { oldSize, proof: tree.proofFrom(oldSize), checkpoint: tree.note };
    const { answer, keep } = judgeCheckpoint(new TextEncoder().encode(formatAddCheckpoint(request)), {
      ...{ key: this.key, sign: this.#signer.sign, keysOf: () => [LOG.key], seenOf: () => this.#seen },
      ...{ now, lastTime: this.#time },
    });
    if (keep !== undefined) this.#seen = keep.seen;
    this.#time = Math.max(this.#time, now);
    return answer.status === 200 ? { line: answer.body } : { status: answer.status, said: answer.body.trim() };
  }
}

interface Noticed {
  readonly who: string;
  readonly inHand: string;
  /** Minutes after the operator did it. */
  readonly minutes: number;
  readonly how: string;
}

/** What the trial does until noon: an event a minute, each cosigned by both hospitals. */
function untilNoon() {
  const hospitals = [new Hospital('nantes'), new Hospital('paris')] as const;
  let witnessed = '';
  for (let size = 1; size <= TRUE.length; size += 1) {
    const tree = new Tree(TRUE.slice(0, size));
    const now = AT - (TRUE.length - size + 1) * MINUTE_SECONDS;
    const lines = hospitals
      .map((hospital) => hospital.asked(tree, now))
      .map((said) => ('line' in said ? said.line : ''));
    witnessed = withSignatures(tree.note, lines.join(''));
  }
  return { hospitals, witnessed };
}

/** Plays the hour after the operator has written the ledger anew, and says who notices when. */
function noticedOf(forged: readonly Uint8Array[]): readonly Noticed[] {
  const { hospitals, witnessed } = untilNoon();
  const policy = parsePolicy(
    `log ${formatVerifierKey(LOG.key)}\n` +
      hospitals.map(({ name, key }) => `witness ${name} ${formatWitnessKey(key)}\n`).join('') +
      'group both all nantes paris\nquorum both\n',
  );
  const seen = new Map<string, Noticed>();
  let [newest, note] = [new Tree(forged), ''];
  for (let minute = 1; minute <= LATER.length; minute += 1) {
    newest = new Tree([...forged, ...LATER.slice(0, minute)]);
    note = newest.note;
    for (const hospital of hospitals) {
      const said = hospital.asked(newest, AT + minute * MINUTE_SECONDS);
      if ('line' in said) note = withSignatures(note, said.line);
      if ('line' in said || seen.has(hospital.name)) continue;
      const how = said.status === 409 ? `409: it has seen ${said.said} events` : String(said.status);
      seen.set(hospital.name, { who: `the witness of ${hospital.name}`, inHand: 'its state', minutes: minute, how });
    }
  }
  // What is handed out an hour later: signed by the right key, and never cosigned.
  const kept: Checkpoint = parseCheckpoint(openNote(witnessed, [LOG.key]).text);
  const { isMet } = witnessedUnder(policy, note);
  const continues = verifyConsistency(kept, newest.head, newest.proofFrom(kept.size));
  const place = TRUE.length - 1;
  const receipt = inclusionProof(place, TRUE.length, new Tree(TRUE).subtrees);
  const holds = verifyInclusion(leafHash(TRUE[place]!), place, kept.size, receipt, kept.root);
  return [
    ...seen.values(),
    ...(isMet ? [] : [{ who: 'an inspector', inHand: 'the policy', minutes: LATER.length, how: 'not-witnessed' }]),
    ...(continues
      ? []
      : [{ who: 'a site', inHand: 'a receipt', minutes: LATER.length, how: holds ? 'fork' : 'no receipt' }]),
  ];
}

/** An operator with the disk and the key of the log takes the endpoint data of the 47 subjects of a site out, and signs what is left. */
const TAKEN_OUT = OF_OTHERS;
/** The same, with as many other entries in their place. */
const REPLACED = [...OF_OTHERS, ...Array.from({ length: SUBJECTS }, (_, number) => endpointOf('MUL', number))];

const LATER_ON: readonly Noticed[] = [
  { who: 'an inspector', inHand: 'the policy', minutes: 60, how: 'not-witnessed' },
  { who: 'a site', inHand: 'a receipt', minutes: 60, how: 'fork' },
];
const byWitnesses = (how: string): readonly Noticed[] =>
  ['nantes', 'paris'].map((name) => ({ who: `the witness of ${name}`, inHand: 'its state', minutes: 1, how }));

describe('[EMA-66] the endpoint data of the 47 subjects of a site, taken out with their audit trail', () => {
  it('are missed by each hospital within a minute, and later by whoever has the policy or a receipt', () => {
    expect(noticedOf(TAKEN_OUT)).toEqual([...byWitnesses('409: it has seen 77 events'), ...LATER_ON]);
  });

  it('are missed as well where as many other entries stand in their place', () => {
    expect(noticedOf(REPLACED)).toEqual([...byWitnesses('422'), ...LATER_ON]);
  });

  it('are missed by nobody where they are still there', () => {
    expect(noticedOf(TRUE)).toEqual([]);
  });
});
