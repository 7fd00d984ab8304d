import { type Begun, SEALED_STREAM } from '@bali/blinding';
import {
  cellsOf,
  type CellTherapyCommand,
  type CellTherapyState,
  decideCellTherapy,
  entriesOf,
  releaseFromUnit,
} from '@bali/cell-therapy';
import { CommandRefused, type Handled, type Invocation, StaleRevision, TooContended } from '@bali/commands';
import { type PatientCommand, patientStream } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { pendingRequest } from '../begun/begun-request.js';
import { Finishing } from '../begun/finishing.js';
import type { Recorded } from '../recording/recorded.js';
import { type Recordable, Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';
import { PatientFactsReader } from './patient-facts.js';
import type { ProductReleaseDto } from './product-release.dto.js';

type Release = Recordable<PatientCommand & { readonly data: { readonly releasedAt: string } }>;
type FromUnit = Extract<CellTherapyCommand, { type: 'ReleaseProductFromUnit' }>;
type Wanted = Pick<FromUnit, 'patient'> & { readonly data: Omit<FromUnit['data'], 'request'> };

/** Each further attempt means that another release of the same product came in between. */
const ATTEMPTS = 20;

/**
 * Releases the product: first in the sealed ledger, with the identifiers that were checked and all that is needed to go on;
 * then in the trial ledger, where it is the same for every patient. There is no other way to a release in the trial ledger.
 * A crash may fall between the two: {@link Finishing} then goes on from there, without anyone asking.
 */
@Injectable()
export class ProductRelease {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(Finishing) private readonly finishing: Finishing,
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(PatientFactsReader) private readonly facts: PatientFactsReader,
  ) {}

  release(invocation: Invocation, patient: string, { releasedAt, read }: ProductReleaseDto): Promise<Recorded> {
    return this.recording.recorded(
      invocation,
      () => ({ type: 'ReleaseProduct' as const, data: { releasedAt } }),
      (request) => this.#release(request, { patient, data: { releasedAt, read } }),
    );
  }

  async #release(request: Release, wanted: Wanted): Promise<Handled> {
    const { commandId } = request.envelope;
    const stream = patientStream(wanted.patient);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const done = (await this.resources.handler.done(request.envelope)) ?? (await this.#finishBegun(request, wanted));
      if (done !== undefined) return done;
      await this.#refuseEarly(request, stream);
      await this.#refuseFromUnit(request, wanted);
      // Signed before anything is written: what is released is released under a signature.
      await request.signer.ask([{ type: 'ProductReleased', data: request.command.data }], stream);
      await this.#releaseFromUnit(request, wanted);
      const begun = await this.#begunFor(wanted.patient);
      if (begun?.data.request.commandId === commandId) return this.finishing.finish(begun);
    }
    throw new TooContended(stream);
  }

  /**
   * This command or another may have released it from the unit, and have been cut off then.
   * @returns what it did, if it was this one.
   */
  async #finishBegun({ envelope }: Release, { patient }: Wanted): Promise<Handled | undefined> {
    const begun = await this.#begunFor(patient);
    if (begun === undefined || this.finishing.isKnownToBeFinished(begun)) return undefined;
    const handled = await this.finishing.finishOrGiveUp(begun);
    return begun.data.request.commandId === envelope.commandId ? handled : undefined;
  }

  /** Releases nothing in the sealed ledger that the trial ledger would then refuse. */
  async #refuseEarly({ command, invocation, reason }: Release, stream: string): Promise<void> {
    const { patients, now } = this.resources;
    const { state, revision } = await patients.load(stream);
    const { expectedRevision } = invocation;
    if (expectedRevision !== undefined && expectedRevision !== revision) {
      throw new StaleRevision(expectedRevision, revision);
    }
    const context = { now: now().toISOString(), ...(reason === undefined ? {} : { reason }) };
    const decision = await this.recording.decide(command, state, context);
    if ('refusal' in decision) throw new CommandRefused(decision.refusal);
  }

  async #refuseFromUnit({ envelope, reason }: Release, wanted: Wanted): Promise<void> {
    const command = commandOf(wanted, { commandId: envelope.commandId });
    const context = { now: this.resources.now().toISOString(), ...(reason === undefined ? {} : { reason }) };
    const facts = await this.facts.of(wanted.patient);
    const decision = decideCellTherapy(command, await this.#state(), { ...context, facts });
    if ('refusal' in decision) throw new CommandRefused(decision.refusal);
  }

  /** The release that stands in the sealed ledger: of this command, or of another one which was quicker. */
  async #begunFor(patient: string): Promise<Begun | undefined> {
    const release = releaseFromUnit(await this.#state(), patient);
    return release && this.sealed.begun(release.data.request.commandId);
  }

  async #releaseFromUnit(request: Release, wanted: Wanted): Promise<void> {
    const { patient } = wanted;
    const pending = pendingRequest(request, this.recording, 'ProductReleased');
    const givenUp = entriesOf(cellsOf(await this.#state(), patient), 'ProductReleaseGivenUp').length;
    await this.sealed.record({
      envelope: request.envelope,
      // A command that is repeated after its release was given up begins another.
      part: `release-from-unit ${givenUp}`,
      texts: pending.sealedTexts,
      streams: this.resources.cells,
      decide: async (state, context) => {
        if (releaseFromUnit(state, patient) !== undefined) return { events: [] };
        const facts = await this.facts.of(patient);
        return decideCellTherapy(commandOf(wanted, pending.request), state, { ...context, facts });
      },
    });
  }

  async #state(): Promise<CellTherapyState> {
    return (await this.resources.cells.load(SEALED_STREAM)).state;
  }
}

function commandOf({ patient, data }: Wanted, request: FromUnit['data']['request']): FromUnit {
  return { type: 'ReleaseProductFromUnit', patient, data: { ...data, request } };
}
