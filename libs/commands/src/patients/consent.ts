import { NO_STREAM } from '@bali/event-store';
import type { TrialStateQueries } from '@bali/projections';
import { patientCode } from '@bali/protocol';
import { type PatientState, patientStream } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { TrialLedgerCommands } from '../trial/trial-ledger-commands.js';

export interface ConsentOptions {
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  readonly commands: TrialLedgerCommands;
  readonly patients: StreamLoader<PatientState>;
  readonly queries: Pick<TrialStateQueries, 'countOf'>;
}

/** Records consents, and gives patients their codes: each site numbers its own, in the order of their consents. */
export class Consent {
  readonly #options: ConsentOptions;

  constructor(options: ConsentOptions) {
    this.#options = options;
  }

  /** @param consent the data of the event, but for the code. @throws as {@link CommandHandler.handle} */
  give(site: string, consent: object, given: Given): Promise<Handled> {
    const { handler, commands, patients } = this.#options;
    // The code is drawn again at each attempt: of two who consent at once, one gets the next number after the other's.
    let patient = patientCode(site, 1);
    return handler.handle({
      ...given,
      streams: patients,
      turn: `consent at ${site}`,
      stream: async () => {
        patient = await this.#nextCode(site);
        return patientStream(patient);
      },
      decide: (state, context) =>
        commands.decide({ type: 'GiveConsent', data: { patient, ...consent } }, state, context),
    });
  }

  /** Projections may be behind what another instance has written: the ledger says whether a code is taken. */
  async #nextCode(site: string): Promise<string> {
    const { patients, queries } = this.#options;
    for (let number = queries.countOf(site) + 1; ; number += 1) {
      const code = patientCode(site, number);
      if ((await patients.load(patientStream(code))).revision === NO_STREAM) return code;
    }
  }
}
