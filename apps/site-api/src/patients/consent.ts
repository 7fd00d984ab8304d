import type { Invocation } from '@bali/commands';
import { NO_STREAM } from '@bali/event-store';
import { assertOwnSite } from '@bali/http';
import { patientCode } from '@bali/protocol';
import { PATIENT_EVENTS, patientStream } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { bodySchema } from '../commands/event-dto.js';
import { enteredOf } from '../commands/entered.js';
import { Recording } from '../recording/recording.js';
import type { Recorded } from '../recording/recorded.js';
import { type Resources, RESOURCES } from '../resources.js';
import { CONSENT_BODY, type ConsentDto } from './consent.dto.js';

const SCHEMA = bodySchema(PATIENT_EVENTS.ConsentGiven, CONSENT_BODY);

/** Gives patients their codes: each site numbers its own, in the order of their consents. */
@Injectable()
export class Consent {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  record(invocation: Invocation, body: ConsentDto): Promise<Recorded> {
    assertOwnSite(invocation.person, body.site);
    // The code is drawn again at each attempt: of two who consent at once, one gets the next number after the other's.
    let patient = patientCode(body.site, 1);
    return this.recording.recorded(
      invocation,
      (texts) => ({ type: 'GiveConsent' as const, data: enteredOf(SCHEMA, body, texts) }),
      (recordable) =>
        this.resources.handler.handle({
          ...this.recording.handling(recordable),
          streams: this.resources.patients,
          turn: `consent at ${body.site}`,
          stream: async () => {
            patient = await this.#nextCode(body.site);
            return patientStream(patient);
          },
          decide: (state, context) => {
            const data = { patient, ...recordable.command.data };
            return this.recording.decide({ type: 'GiveConsent', data }, state, context);
          },
        }),
    );
  }

  /** Projections may be behind what another instance has written: the ledger says whether a code is taken. */
  async #nextCode(site: string): Promise<string> {
    const { patients, queries } = this.resources;
    for (let number = queries.countAt(site) + 1; ; number += 1) {
      const code = patientCode(site, number);
      if ((await patients.load(patientStream(code))).revision === NO_STREAM) return code;
    }
  }
}
