import { signed } from '@bali/access';
import type { FoundTexts, StoredEvent } from '@bali/event-store';
import {
  eventId,
  type FreeText,
  leafOf,
  type LedgerRecord,
  MerkleTree,
  type NoteSigner,
  recordOf,
  noteSigner,
  formatCheckpoint,
  saltedText,
  sha256,
  signNote,
} from '@bali/ledger';
import { patientCode, SITES, TRIAL } from '@bali/protocol';
import { SAMPLE_TEXT_HASH } from '@bali/schema';
import { patientStream, REDACTION_REASONS, signatureFor, TRIAL_STREAM } from '@bali/trial';
import { patientEvent, patientHistory, recordId, recordsOf, trialHistory } from '@bali/trial/testing';
import { createPrivateKey } from 'node:crypto';
import type { PackageSource } from '../src/index.js';

const SAMPLE_ORIGIN = `bali.localhost/${TRIAL.id}/trial`;

/** What people may write: nothing of it may break a table, a page or a spreadsheet. */
const TEXTS = [
  'transcription error',
  '=HYPERLINK("http://example.org"); "quoted"',
  '<script>alert(1)</script> & more',
  'two\nlines,\twith a tab',
  'the mark \u202e turns what follows',
];

/** What only few may know. */
export const SECRET_TEXT = 'what was disclosed stands between these lines';

/** What is withheld from the blinded, and why: each text is found by its own words. */
export const WITHHELD_TEXTS = {
  ofTheUnblinding: SECRET_TEXT,
  flagged: 'a monitor took this for telling',
  young: 'nobody has read this comment yet',
} as const;

interface SampleOptions {
  readonly word?: string;
  readonly same?: number;
  readonly isRedacted?: boolean;
  readonly isUnblinded?: boolean;
  readonly withheldAt?: string;
}

/** Where a text of the sample is named. */
export interface NamedText {
  readonly index: number;
  readonly hash: string;
}

/** A key that depends on a word alone. */
export function sampleSigner(word = 'key', name = SAMPLE_ORIGIN): NoteSigner {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256(Buffer.from(word))]);
  return noteSigner(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** A ledger in memory with its free texts, as a package is made of it. */
export class SampleLedger {
  readonly ledger = 'trial';
  readonly texts = new Map<string, FreeText>();
  /** The hashes under which something else is kept. */
  readonly altered = new Set<string>();
  readonly events: readonly StoredEvent[];

  /**
   * @param word from which the data differ, so that ledgers of different words are forks of each other from `same` on.
   * @param isRedacted whether the first reason given for an event of a patient is redacted at the end.
   * @param isUnblinded whether, after that, somebody assesses the unblinding of that patient: in a text for few eyes.
   * @param withheldAt the moment at which four records are added that hold {@link WITHHELD_TEXTS}; absent: none are.
   */
  constructor(
    size: number,
    { word = '', same = 0, isRedacted = false, isUnblinded = false, withheldAt }: SampleOptions = {},
  ) {
    const records = recordsOfSample(size).map((record, index) =>
      this.#dressed(record, index, index < same ? '' : word),
    );
    if (isRedacted) records.push(this.#redactionIn(records));
    if (isUnblinded) records.push(this.#assessmentIn(records));
    if (withheldAt !== undefined) records.push(...this.#withheldIn(records, withheldAt));
    this.events = records.map((record, position) => {
      const { stream, revision, id, type } = record;
      return { position, stream, revision, id, type, leaf: leafOf(record) };
    });
  }

  async *read(from = 0): AsyncGenerator<readonly StoredEvent[]> {
    for (let start = from; start < this.events.length; start += 100) {
      yield await Promise.resolve(this.events.slice(start, start + 100));
    }
  }

  readTexts(hashes: readonly string[]): Promise<FoundTexts> {
    const found = hashes.flatMap((hash) => this.texts.get(hash) ?? []);
    const altered = hashes.filter((hash) => this.altered.has(hash));
    return Promise.resolve({ authentic: new Map(found.map((text) => [text.hash, text])), altered: new Set(altered) });
  }

  /** The reasons that are named by events of patients of a site, in their order. */
  reasonsOf(site: string): readonly NamedText[] {
    return this.events.flatMap(({ leaf, position, stream }) => {
      const hash = recordOf(leaf).metadata.reason;
      return hash !== undefined && stream.startsWith(`patient-${site}`) ? [{ index: position, hash }] : [];
    });
  }

  /** The signed checkpoint of the first `size` events. */
  checkpoint(size = this.events.length, signer = sampleSigner(), origin = SAMPLE_ORIGIN): string {
    const tree = new MerkleTree();
    for (const { leaf } of this.events.slice(0, size)) tree.append(leaf);
    return signNote(formatCheckpoint(origin, { size, root: tree.root() }), [signer]);
  }

  /** What a package of the first `size` events is made of, with checkpoints before. */
  source(size = this.events.length, earlier: readonly number[] = []): PackageSource {
    return {
      trialId: TRIAL.id,
      store: this,
      checkpoint: this.checkpoint(size),
      earlier: earlier.map((older) => this.checkpoint(older)),
      keys: [sampleSigner().key],
    };
  }

  /** With a reason here and there, signed where it must be, and different from where a fork began. */
  #dressed(record: LedgerRecord, index: number, word: string): LedgerRecord {
    const reason = index % 7 === 3 ? this.#keep(TEXTS[index % TEXTS.length] ?? '', index) : undefined;
    const client = `site-client/1.4${word}`;
    const metadata = { ...record.metadata, source: { ...record.metadata.source, client }, ...(reason && { reason }) };
    const requirement = signatureFor(record);
    const dressed = { ...record, data: this.#withTexts(record.data, index), metadata };
    return requirement === undefined ? dressed : signed(dressed, { meaning: requirement.meaning, method: 'password' });
  }

  /** A sample's data with a text that is kept in place of each hash that stands for one. */
  #withTexts(data: unknown, index: number): unknown {
    const values = Object.entries(data as Readonly<Record<string, unknown>>);
    return Object.fromEntries(
      values.map(([name, value]) => [name, value === SAMPLE_TEXT_HASH ? this.#keep('as it was told', index) : value]),
    );
  }

  /** The text is erased, and the event that says so comes last in the patient's record. */
  #redactionIn(records: readonly LedgerRecord[]): LedgerRecord {
    const named = records.find(({ stream, metadata }) => stream !== TRIAL_STREAM && metadata.reason !== undefined)!;
    const last = records.findLast(({ stream }) => stream === named.stream)!;
    const { reason: hash, signature: _, ...around } = named.metadata;
    const commandId = recordId(named.stream, last.revision + 1);
    const metadata = { ...around, commandId };
    this.texts.delete(hash!);
    const data = { redactedEvent: named.id, field: '/metadata/reason', hash, why: REDACTION_REASONS[0] };
    const id = eventId(commandId, 0);
    return { ...last, id, revision: last.revision + 1, type: 'TextRedacted', schemaVersion: 1, data, metadata };
  }

  #assessmentIn(records: readonly LedgerRecord[]): LedgerRecord {
    const { stream: named } = records.find(({ stream, metadata: { reason } }) => stream !== TRIAL_STREAM && reason)!;
    const last = records.findLast(({ stream }) => stream === named)!;
    const { reason: _, signature: __, ...around } = last.metadata;
    const commandId = recordId(last.stream, last.revision + 1);
    const [{ data }] = [patientEvent('UnblindingImpactAssessed')];
    const assessment = this.#keep(SECRET_TEXT, records.length);
    return {
      ...{ ...last, id: eventId(commandId, 0), revision: last.revision + 1, type: 'UnblindingImpactAssessed' },
      ...{ schemaVersion: 2, data: { ...data, assessment }, metadata: { ...around, commandId } },
    };
  }

  /** An assessment of an unblinding, a narrative that was flagged long after it was written, and one that was just written. */
  #withheldIn(records: readonly LedgerRecord[], recordedAt: string): readonly LedgerRecord[] {
    const { stream, revision } = records.findLast(({ type }) => type === 'AdverseEventReported')!;
    const from = records.filter((record) => record.stream === stream).length;
    const narrating = (text: string, place: number) => {
      const [{ type, data }] = [patientEvent('AdverseEventReported', { number: revision + place })];
      return { type, data: { ...data, narrative: this.#keep(text, records.length + place) } };
    };
    const assessment = this.#keep(WITHHELD_TEXTS.ofTheUnblinding, records.length);
    const assessed = patientEvent('UnblindingImpactAssessed');
    const flagged = narrating(WITHHELD_TEXTS.flagged, 1);
    const hash = flagged.data.narrative;
    const old = recordsOf([{ ...assessed, data: { ...assessed.data, assessment } }, flagged], { stream, from });
    const flag = { event: old[1]!.id, field: '/data/narrative', hash };
    const added = recordsOf([{ type: 'TextFlagged', data: flag }, narrating(WITHHELD_TEXTS.young, 2)], {
      ...{ stream, from: from + old.length, recordedAt },
    });
    return [...old, ...added].map((record) => {
      const requirement = signatureFor(record);
      return requirement === undefined ? record : signed(record, { meaning: requirement.meaning, method: 'password' });
    });
  }

  #keep(text: string, index: number): string {
    const kept = saltedText(text, sha256(Buffer.from(`salt ${index}`)));
    this.texts.set(kept.hash, kept);
    return kept.hash;
  }
}

/** The trial, then patients who each have some twenty events, in turns of five. */
function recordsOfSample(size: number): readonly LedgerRecord[] {
  const records = [...recordsOf(trialHistory(), { stream: TRIAL_STREAM })];
  for (let number = 1; records.length < size; number += 1) {
    const ofSites = SITES.map(({ code }) => recordsOfPatient(patientCode(code, number)));
    const length = Math.max(...ofSites.map((own) => own.length));
    for (let step = 0; step < length; step += 1) records.push(...ofSites.flatMap((own) => own.slice(step, step + 1)));
  }
  return records.slice(0, size);
}

function recordsOfPatient(patient: string): readonly LedgerRecord[] {
  const stream = patientStream(patient);
  const events = [
    ...patientHistory({ until: 'completed', patient }),
    ...[1, 2, 3].map((number) => patientEvent('AdverseEventReported', { number })),
    {
      type: 'DataCorrected',
      data: {
        correctedEvent: recordId(stream, 4),
        correctedType: 'Harvested',
        field: '/volumeMl',
        oldValue: 500,
        newValue: 480,
        computed: false,
      },
    },
    { type: 'PatientSignedOff', data: { throughRevision: 14 } },
    patientEvent('AdverseEventReported', { number: 4 }),
  ];
  return recordsOf(events, { stream });
}
