import { SEALED_STREAM, openSealedRecord } from '@bali/blinding';
import type { CommandTexts, Handled, Invocation } from '@bali/commands';
import { assertOwnSite } from '@bali/http';
import { viewOf } from '@bali/inspection';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { type TextReference, textReferencesOf } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import {
  type Decision,
  decideRedaction,
  patientStream,
  type RedactionRequest,
  type TextFound,
  TRIAL_STREAM,
} from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import type { Recorded } from '../recording/recorded.js';
import { type Recordable, Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { Erasing, redactedBy } from './erasing.js';

type RedactionAsked = Recordable<{ readonly type: 'RedactText' }>;

/** Where a free text of a ledger is looked for. */
interface Place {
  readonly records: () => Promise<readonly LedgerRecord[]>;
  readonly referencesOf: (record: LedgerRecord) => readonly TextReference[];
  /** The type of the event that says what was redacted. */
  readonly redacted: string;
}

/**
 * Erases free texts: first the event that says who, when and why, then the text, its salt and its copies. Whoever repeats the
 * command has the text erased again; what a crash cut in two is finished by whichever instance is up.
 */
@Injectable()
export class Redaction {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Erasing) private readonly erasing: Erasing,
  ) {}

  /** Of a patient's record. */
  ofPatient(invocation: Invocation, patient: string, request: RedactionRequest): Promise<Recorded> {
    assertOwnSite(invocation.person, siteOfPatient(patient));
    const stream = patientStream(patient);
    return this.#inTrialLedger(invocation, stream, request, (handling) =>
      this.resources.handler.handle({ ...handling, streams: this.resources.patients, stream: () => stream }),
    );
  }

  /** Of the record of the trial and its sites. */
  ofTrial(invocation: Invocation, request: RedactionRequest): Promise<Recorded> {
    return this.#inTrialLedger(invocation, TRIAL_STREAM, request, (handling) =>
      this.resources.handler.handle({ ...handling, streams: this.resources.trials, stream: () => TRIAL_STREAM }),
    );
  }

  /** Of what the unit recorded: that it is redacted is sealed too. */
  ofSealed(invocation: Invocation, request: RedactionRequest): Promise<Recorded> {
    const place: Place = {
      records: () => this.#sealedRecords(),
      referencesOf: viewOf('sealed').textsOf,
      redacted: 'SealedTextRedacted',
    };
    return this.recording.sealed(invocation, asked, async (recordable) => {
      const handled = await this.resources.sealedHandler.handle({
        ...this.recording.handling(recordable),
        streams: this.resources.blinding,
        stream: () => SEALED_STREAM,
        decide: async (): Promise<Decision> => {
          const decision = decideRedaction(request, await textFound(place, request, recordable));
          if ('refusal' in decision) return decision;
          return { events: decision.events.map(({ data }) => ({ type: place.redacted, data })) };
        },
      });
      for (const hash of await redactedIn(place, handled)) await this.erasing.fromSealed(hash);
      return handled;
    });
  }

  #inTrialLedger(
    invocation: Invocation,
    stream: string,
    request: RedactionRequest,
    handle: (handling: ReturnType<Recording['handling']> & { decide: () => Promise<Decision> }) => Promise<Handled>,
  ): Promise<Recorded> {
    const place: Place = {
      records: () => this.#recordsOf(stream),
      referencesOf: textReferencesOf,
      redacted: 'TextRedacted',
    };
    return this.recording.recorded(invocation, asked, async (recordable) => {
      const decide = async () => decideRedaction(request, await textFound(place, request, recordable));
      const handled = await handle({ ...this.recording.handling(recordable), decide });
      for (const hash of await redactedIn(place, handled)) await this.erasing.fromTrial(hash);
      return handled;
    });
  }

  async #recordsOf(stream: string): Promise<readonly LedgerRecord[]> {
    return (await this.resources.trialLedger.readStream(stream)).map(({ leaf }) => recordOf(leaf));
  }

  async #sealedRecords(): Promise<readonly LedgerRecord[]> {
    const { sealedLedger, sealingKeys } = this.resources;
    const stored = await sealedLedger.readStream(SEALED_STREAM);
    return Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
  }
}

function asked(_: CommandTexts): { readonly type: 'RedactText' } {
  return { type: 'RedactText' };
}

async function textFound(
  { records: read, referencesOf, redacted }: Place,
  { redactedEvent, field }: RedactionRequest,
  { invocation }: RedactionAsked,
): Promise<TextFound> {
  const records = await read();
  const record = records.find(({ id }) => id === redactedEvent);
  const hash = record && referencesOf(record).find((reference) => reference.field === field)?.hash;
  const isRedacted = records.some((other) => other.type === redacted && redactedBy(other) === hash);
  const isOwn = record?.metadata.actor.userId === invocation.person.userId;
  return { ...(hash === undefined ? {} : { hash }), isRedacted, isOwn };
}

/** What the events of a command redacted, also when they are those of its first time. */
async function redactedIn({ records, redacted }: Place, { events }: Handled): Promise<readonly string[]> {
  return (await records()).filter(({ id, type }) => type === redacted && events.includes(id)).map(redactedBy);
}
