import { AnotherSite } from '@bali/access';
import {
  CommandIntake,
  type GivenCommand,
  type Handled,
  type Invocation,
  type MakeCommand,
  TrialLedgerCommands,
} from '@bali/commands';
import { Metrics } from '@bali/http';
import { commandFinder, ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { isOwnPatient, requireOnceOwnPatient, requireOwnPatient } from '@bali/queries';
import type { AnyPatientCommand, TrialCommand } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { Recorded } from './recorded.js';
import { commandProblem } from './command-problem.js';

/** For a site that knows the patient: it recorded the transfer. */
const HANDED_OVER =
  'Your site has handed this patient over. The site where the patient is records everything from then on, also what happened before, ' +
  'and puts right what is wrong, the transfer included: ask it.';

/** Takes commands from HTTP to the use cases that handle them, and answers what came of them. */
@Injectable()
export class Recording {
  readonly #intake: CommandIntake;
  readonly #commands: TrialLedgerCommands;
  readonly #metrics: Metrics;
  readonly #whereabouts: TrialStateQueries;
  readonly #runner: ProjectionRunner;

  constructor(
    @Inject(CommandIntake) intake: CommandIntake,
    @Inject(TrialLedgerCommands) commands: TrialLedgerCommands,
    @Inject(Metrics) metrics: Metrics,
    @Inject(TrialStateQueries) whereabouts: TrialStateQueries,
    @Inject(ProjectionRunner) runner: ProjectionRunner,
  ) {
    this.#intake = intake;
    this.#commands = commands;
    this.#metrics = metrics;
    this.#whereabouts = whereabouts;
    this.#runner = runner;
  }

  /** A command about the trial as a whole. One that names a patient is for whoever may record that patient. */
  trial(invocation: Invocation, make: MakeCommand<TrialCommand>): Promise<Recorded> {
    return this.recorded(invocation, make, ({ command, given }) => {
      const { patient } = command.data as { readonly patient?: string };
      if (patient !== undefined) requireOwnPatient(invocation.person, patient, this.#whereabouts);
      return this.#commands.handle({ command }, given);
    });
  }

  /** A command about a patient whose code is known. */
  patient(invocation: Invocation, patient: string, make: MakeCommand<AnyPatientCommand>): Promise<Recorded> {
    return this.ofPatient(invocation, patient, make, ({ command, given }) =>
      this.#commands.handle({ patient, command }, given),
    );
  }

  /**
   * A command about a patient who is at the person's own site, however it is handled. What a site did before it handed the patient
   * over may be repeated for ever: it is answered as it was the first time.
   */
  ofPatient<Command extends { readonly type: string }>(
    invocation: Invocation,
    patient: string,
    make: MakeCommand<Command>,
    handle: (command: GivenCommand<Command>) => Promise<Handled>,
  ): Promise<Recorded> {
    requireOnceOwnPatient(invocation.person, patient, this.#whereabouts);
    return this.recorded(invocation, make, async (given) => {
      const { commandId } = given.given.envelope;
      const isDone = (): boolean => commandFinder(this.#runner)(commandId) !== undefined;
      if (!isOwnPatient(invocation.person, patient, this.#whereabouts) && !isDone()) throw new AnotherSite(HANDED_OVER);
      return handle(given);
    });
  }

  /** Records what a command leads to, however it is handled, and answers it; a metric counts what became of it. */
  async recorded<Command extends { readonly type: string }>(
    invocation: Invocation,
    make: MakeCommand<Command>,
    handle: (command: GivenCommand<Command>) => Promise<Handled>,
  ): Promise<Recorded> {
    const given = this.#intake.take(invocation, make);
    const { type } = given.command;
    try {
      const handled = await handle(given);
      this.#metrics.commandDone(type, 'recorded');
      return new Recorded(handled);
    } catch (error) {
      this.#metrics.commandDone(type, commandProblem(error)?.kind.code ?? 'error');
      throw error;
    }
  }

  /**
   * The same for a command whose content is sealed: its free texts are sealed too, and no metric counts it: how many there are would tell something of the arms.
   */
  async sealed<Command>(
    invocation: Invocation,
    make: MakeCommand<Command>,
    handle: (command: GivenCommand<Command>) => Promise<Handled>,
  ): Promise<Recorded> {
    return new Recorded(await handle(this.#intake.takeSealed(invocation, make)));
  }

  /** The same about a patient who is at a site of the person. @throws AnotherSite */
  async sealedOfPatient<Command>(
    invocation: Invocation,
    patient: string,
    make: MakeCommand<Command>,
    handle: (command: GivenCommand<Command>) => Promise<Handled>,
  ): Promise<Recorded> {
    requireOwnPatient(invocation.person, patient, this.#whereabouts);
    return this.sealed(invocation, make, handle);
  }

  /** A command whose content is sealed, for whom the answer may not say how much is sealed already. */
  takeSealed<Command>(invocation: Invocation, make: MakeCommand<Command>): GivenCommand<Command> {
    return this.#intake.takeSealed(invocation, make);
  }
}
