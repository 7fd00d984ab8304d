import { assertOwnSite, type Invocation } from '@bali/http';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { textReferencesOf } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import {
  decideRedaction,
  patientStream,
  type RedactionEvent,
  type RedactionRequest,
  type TextFound,
} from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import type { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';

/**
 * Erases free texts: first the event that says who, when and why, then the text and its salt. Whoever repeats the command
 * has the text erased again; what a crash cut in two is finished at the next start.
 */
@Injectable()
export class Redaction {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Recording) private readonly recording: Recording,
  ) {}

  redact(invocation: Invocation, patient: string, request: RedactionRequest): Promise<Recorded> {
    assertOwnSite(invocation.person, siteOfPatient(patient));
    const stream = patientStream(patient);
    const { handler, patients, trialLedger } = this.resources;
    const command = { type: 'RedactText', data: request } as const;
    return this.recording.recorded(
      invocation,
      () => command,
      async (recordable) => {
        const handled = await handler.handle({
          ...this.recording.handling(recordable),
          streams: patients,
          stream: () => stream,
          decide: async () => decideRedaction(request, textFound(await this.recordsOf(stream), request)),
        });
        for (const { id, data } of redactionsIn(await this.recordsOf(stream)))
          if (handled.events.includes(id)) await trialLedger.eraseText(data.hash);
        return handled;
      },
    );
  }

  private async recordsOf(stream: string): Promise<readonly LedgerRecord[]> {
    return (await this.resources.trialLedger.readStream(stream)).map(({ leaf }) => recordOf(leaf));
  }
}

function textFound(records: readonly LedgerRecord[], { redactedEvent, field }: RedactionRequest): TextFound {
  const record = records.find(({ id }) => id === redactedEvent);
  const hash = record && textReferencesOf(record).find((reference) => reference.field === field)?.hash;
  const isRedacted = redactionsIn(records).some(({ data }) => data.hash === hash);
  return { ...(hash === undefined ? {} : { hash }), isRedacted };
}

function redactionsIn(records: readonly LedgerRecord[]) {
  return records.filter(({ type }) => type === 'TextRedacted') as LedgerRecord<
    'TextRedacted',
    RedactionEvent['data']
  >[];
}
