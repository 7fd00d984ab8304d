import { SEALED_STREAM } from '@bali/blinding';
import { type CellTherapyCommand, decideCellTherapy, isReleasedFromUnit } from '@bali/cell-therapy';
import { CommandRefused, CommandTexts, type Handled, StaleRevision } from '@bali/command-handling';
import type { Invocation } from '@bali/http';
import { type PatientCommand, patientStream } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import type { Recorded } from '../recording/recorded.js';
import { type Recordable, Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { PatientFactsReader } from './patient-facts.js';
import type { ProductReleaseDto } from './product-release.dto.js';

type Release = Recordable<Extract<PatientCommand, { type: 'ReleaseProduct' }>>;
type ReleaseFromUnit = Extract<CellTherapyCommand, { type: 'ReleaseProductFromUnit' }>;

/**
 * Releases the product: first in the sealed ledger, with the identifiers that were checked; then in the trial ledger, where
 * it is the same for every patient. There is no other way to a release in the trial ledger. A crash may fall between the
 * two: whoever repeats the command then goes on from there.
 */
@Injectable()
export class ProductRelease {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(PatientFactsReader) private readonly facts: PatientFactsReader,
  ) {}

  release(invocation: Invocation, patient: string, { releasedAt, read }: ProductReleaseDto): Promise<Recorded> {
    return this.recording.recorded(
      invocation,
      () => ({ type: 'ReleaseProduct' as const, data: { releasedAt } }),
      (request) => this.#release(request, { type: 'ReleaseProductFromUnit', patient, data: { releasedAt, read } }),
    );
  }

  async #release(request: Release, fromUnit: ReleaseFromUnit): Promise<Handled> {
    const { handler, patients } = this.resources;
    const done = await handler.done(request.envelope);
    if (done !== undefined) return done;
    const stream = patientStream(fromUnit.patient);
    await this.#refuseEarly(request, stream);
    await this.#refuseFromUnit(request, fromUnit);
    // Signed before anything is written: what is released is released under a signature.
    await request.signer.ask([{ type: 'ProductReleased', data: request.command.data }], stream);
    await this.#releaseFromUnit(request, fromUnit);
    return handler.handle({
      ...this.recording.handling(request),
      streams: patients,
      stream: () => stream,
      decide: (state, context) => this.recording.decide(request.command, state, context),
    });
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

  async #refuseFromUnit({ reason }: Release, command: ReleaseFromUnit): Promise<void> {
    const { state } = await this.resources.cells.load(SEALED_STREAM);
    if (isReleasedFromUnit(state, command.patient)) return;
    const context = { now: this.resources.now().toISOString(), ...(reason === undefined ? {} : { reason }) };
    const decision = decideCellTherapy(command, state, { ...context, facts: await this.facts.of(command.patient) });
    if ('refusal' in decision) throw new CommandRefused(decision.refusal);
  }

  async #releaseFromUnit({ envelope }: Release, command: ReleaseFromUnit): Promise<void> {
    const { cells, sealedHandler, randomBytes } = this.resources;
    const { state } = await cells.load(SEALED_STREAM);
    if (isReleasedFromUnit(state, command.patient)) return;
    const commandId = uuidV5('release-from-unit', envelope.commandId);
    await sealedHandler.handle({
      envelope: { ...envelope, commandId },
      texts: new CommandTexts(commandId, randomBytes),
      streams: cells,
      stream: () => SEALED_STREAM,
      decide: async (now, context) => {
        const facts = await this.facts.of(command.patient);
        return decideCellTherapy(command, now, { ...context, facts });
      },
    });
  }
}
