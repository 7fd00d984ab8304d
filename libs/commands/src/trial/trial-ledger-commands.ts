import { NO_STREAM } from '@bali/event-store';
import { patientCode } from '@bali/protocol';
import {
  type AnyPatientCommand,
  decidePatient,
  type Decision,
  type DecisionContext,
  decideTrial,
  dependsOnPlannedUnblindings,
  entriesOfType,
  last,
  type PatientState,
  patientStream,
  sitesOf,
  TRIAL_STREAM,
  type TrialCommand,
  type TrialState,
} from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import { CommandRefused, StaleRevision } from '../loop/errors.js';
import type { Streams } from '../streams.js';
import type { PlannedUnblindings } from './planned-unblindings.js';

/** A command about the record of a patient, or about that of the trial. */
export type TrialLedgerCommand =
  | { readonly patient: string; readonly command: AnyPatientCommand }
  | { readonly patient?: undefined; readonly command: TrialCommand };

/** They may take the opening of a site out, which a site that had a patient needs. */
const TAKES_ENTRIES_OUT: ReadonlySet<TrialCommand['type']> = new Set(['AnnulTrialEntries', 'RecordTrialErratum']);

/** Handles a command of a stream of the trial ledger, whoever gave it: decided with the facts of the trial as they are now. */
export class TrialLedgerCommands {
  readonly #handler: CommandHandler;
  readonly #streams: Pick<Streams, 'trials' | 'patients'>;
  readonly #unblindings: Pick<PlannedUnblindings, 'includes'>;

  constructor(
    handler: CommandHandler,
    streams: Pick<Streams, 'trials' | 'patients'>,
    unblindings: Pick<PlannedUnblindings, 'includes'>,
  ) {
    this.#handler = handler;
    this.#streams = streams;
    this.#unblindings = unblindings;
  }

  /** @throws as {@link CommandHandler.handle} */
  handle(about: TrialLedgerCommand, given: Given): Promise<Handled> {
    const { trials, patients } = this.#streams;
    if (about.patient === undefined) {
      const { command } = about;
      return this.#handler.handle({
        ...given,
        streams: trials,
        stream: () => TRIAL_STREAM,
        decide: (state, context) => this.#decideTrial(command, state, context),
      });
    }
    const { patient, command } = about;
    return this.#handler.handle({
      ...given,
      streams: patients,
      stream: () => patientStream(patient),
      decide: (state, context) => this.decide(command, state, context),
    });
  }

  async #decideTrial(command: TrialCommand, state: TrialState, context: DecisionContext): Promise<Decision> {
    if (!TAKES_ENTRIES_OUT.has(command.type)) return decideTrial(command, state, context);
    const [sitesWithPatients, cardsInUse] = [await this.#sitesWithPatients(state), await this.#cardsInUse(state)];
    return decideTrial(command, state, { ...context, sitesWithPatients, cardsInUse });
  }

  /** The openings of cards by which the patient whom they name is randomized. */
  async #cardsInUse(state: TrialState): Promise<ReadonlySet<string>> {
    const inUse = new Set<string>();
    for (const { id, data } of entriesOfType(state, 'CardOpened')) {
      const { state: patient } = await this.#streams.patients.load(patientStream(data.patient));
      const { stratum, slot } = last(patient, 'Randomized')?.data ?? {};
      if (stratum === data.stratum && slot === data.slot) inUse.add(id);
    }
    return inUse;
  }

  /** A site numbers its patients from 1, and no number is given twice. */
  async #sitesWithPatients(state: TrialState): Promise<ReadonlySet<string>> {
    const sites = new Set<string>();
    for (const { code } of sitesOf(state)) {
      const { revision } = await this.#streams.patients.load(patientStream(patientCode(code, 1)));
      if (revision !== NO_STREAM) sites.add(code);
    }
    return sites;
  }

  /** A decision about a patient with the facts of the trial as they are now. */
  async decide(command: AnyPatientCommand, state: PatientState, context: DecisionContext): Promise<Decision> {
    const { state: trial } = await this.#streams.trials.load(TRIAL_STREAM);
    const unblindedAsPlanned = dependsOnPlannedUnblindings(command) && (await this.#unblindings.includes(context));
    const other = await this.#otherPatient(command);
    return decidePatient(command, state, { ...context, trial, unblindedAsPlanned, ...(other && { other }) });
  }

  /** The record of the other patient whom a command names. */
  async #otherPatient({ type, data }: AnyPatientCommand): Promise<PatientState | undefined> {
    if (type !== 'RecordSamePerson' || !('sameAs' in data) || typeof data.sameAs !== 'string') return undefined;
    return (await this.#streams.patients.load(patientStream(data.sameAs))).state;
  }

  /**
   * Refuses a command that the ledger would not take as it stands now, and writes nothing.
   * @throws CommandRefused, StaleRevision
   */
  async refuseEarly(
    { patient, command }: TrialLedgerCommand,
    expectedRevision: number | undefined,
    context: DecisionContext,
  ): Promise<void> {
    const decision =
      patient === undefined
        ? await this.#decideTrial(command, (await this.#streams.trials.load(TRIAL_STREAM)).state, context)
        : await this.#ofPatient(patient, command, expectedRevision, context);
    if ('refusal' in decision) throw new CommandRefused(decision.refusal);
  }

  async #ofPatient(
    patient: string,
    command: AnyPatientCommand,
    expectedRevision: number | undefined,
    context: DecisionContext,
  ): Promise<Decision> {
    const { state, revision } = await this.#streams.patients.load(patientStream(patient));
    if (expectedRevision !== undefined && expectedRevision !== revision)
      throw new StaleRevision(expectedRevision, revision);
    return this.decide(command, state, context);
  }
}
