import { actorOf } from '@bali/access';
import { sealText } from '@bali/blinding';
import {
  type CommandEnvelope,
  type CommandIdentifier,
  commandIdentifier,
  CommandTexts,
  type Handled,
  type Invocation,
  type RandomBytes,
  type Signer,
} from '@bali/commands';
import { assertOwnSite, Metrics } from '@bali/http';
import { canonicalJson } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import {
  decideTrial,
  type Decision,
  type PatientContext,
  type PatientState,
  patientStream,
  TRIAL_STREAM,
  type TrialCommand,
} from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { type Resources, RESOURCES } from '../resources.js';
import { CommandSigner } from '../signing/command-signer.js';
import { signatureIn, withoutCredentials } from '../signing/signature-in-body.js';
import { type AnyPatientCommand, decideOnPatient } from './decide-on-patient.js';
import { Recorded } from './recorded.js';
import { problemOfCommand } from './refusal-problems.js';

/** A command with what stands around it, ready to be handled. */
export interface Recordable<Command> {
  readonly invocation: Invocation;
  readonly envelope: CommandEnvelope;
  readonly texts: CommandTexts;
  readonly reason?: string;
  readonly signer: Signer;
  readonly command: Command;
}

/** Makes the command from what was sent; free texts are kept, and their hashes take their places. */
export type MakeCommand<Command> = (texts: CommandTexts) => Command;

/** Takes commands from HTTP to the ledger, and answers what came of them. */
@Injectable()
export class Recording {
  readonly #identityOf: CommandIdentifier;

  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {
    this.#identityOf = commandIdentifier(resources.trialId);
  }

  /** A command about the trial as a whole. */
  trial(invocation: Invocation, make: MakeCommand<TrialCommand>): Promise<Recorded> {
    return this.recorded(invocation, make, (recordable) =>
      this.resources.handler.handle({
        ...this.handling(recordable),
        streams: this.resources.trials,
        stream: () => TRIAL_STREAM,
        decide: (state, context) => decideTrial(recordable.command, state, context),
      }),
    );
  }

  /** A command about a patient whose code is known. */
  patient(invocation: Invocation, patient: string, make: MakeCommand<AnyPatientCommand>): Promise<Recorded> {
    assertOwnSite(invocation.person, siteOfPatient(patient));
    return this.recorded(invocation, make, ({ command, ...around }) =>
      this.resources.handler.handle({
        ...this.handling({ ...around, command }),
        streams: this.resources.patients,
        stream: () => patientStream(patient),
        decide: (state, context) => this.decide(command, state, context),
      }),
    );
  }

  /** Records what a command leads to, however it is handled, and answers it; what refuses it becomes a problem. */
  async recorded<Command extends { readonly type: string }>(
    invocation: Invocation,
    make: MakeCommand<Command>,
    handle: (recordable: Recordable<Command>) => Promise<Handled>,
  ): Promise<Recorded> {
    const recordable = this.recordable(invocation, make);
    const { type } = recordable.command;
    try {
      const handled = await handle(recordable);
      this.metrics.commandDone(type, 'recorded');
      return new Recorded(handled);
    } catch (error) {
      const problem = problemOfCommand(error);
      this.metrics.commandDone(type, outcomeOf(problem));
      throw problem;
    }
  }

  /**
   * The same for a command whose content is sealed: its free texts are sealed too, and no metric counts it: how many there are would tell something of the arms.
   */
  async sealed<Command extends { readonly type: string }>(
    invocation: Invocation,
    make: MakeCommand<Command>,
    handle: (recordable: Recordable<Command>) => Promise<Handled>,
  ): Promise<Recorded> {
    try {
      const handled = await handle(this.sealedRecordable(invocation, make));
      return new Recorded(handled);
    } catch (error) {
      throw problemOfCommand(error);
    }
  }

  /** What the handler needs of a command besides its stream and its decision. */
  handling({ envelope, texts, reason, signer, invocation }: Recordable<unknown>) {
    const { expectedRevision } = invocation;
    return {
      envelope,
      texts,
      signer,
      ...(reason === undefined ? {} : { reason }),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    };
  }

  /** A decision about a patient with the facts of the trial as they are now. */
  decide(command: AnyPatientCommand, state: PatientState, context: Omit<PatientContext, 'trial'>): Promise<Decision> {
    return decideOnPatient(this.resources, command, state, context);
  }

  private sealedRecordable<Command>(invocation: Invocation, make: MakeCommand<Command>): Recordable<Command> {
    return this.recordable(invocation, make, (commandId) => this.sealedTexts(commandId));
  }

  /** Free texts that are kept beside the sealed ledger. @param salts what they are salted with (default: chance). */
  sealedTexts(commandId: string, salts: RandomBytes = this.resources.randomBytes): CommandTexts {
    const { sealingKeys, randomBytes } = this.resources;
    return new CommandTexts(commandId, salts, (text, salt) => sealText(text, salt, sealingKeys, randomBytes));
  }

  private recordable<Command>(
    invocation: Invocation,
    make: MakeCommand<Command>,
    textsOf = (commandId: string) => this.textsOf(commandId),
  ): Recordable<Command> {
    const { person, requestId, source } = invocation;
    // What was sent is hashed into the event for ever: with a key, so that nobody can try out what a redacted text said.
    const body = { digest: this.resources.sealingKeys.digest(canonicalJson(withoutCredentials(invocation.body))) };
    const identity = this.#identityOf({ userId: person.userId, ...invocation, body });
    const texts = textsOf(identity.commandId);
    const command = make(texts);
    const reason = reasonIn(invocation.body);
    return {
      invocation,
      envelope: { ...identity, correlationId: requestId, actor: actorOf(person), source },
      texts,
      ...(reason === undefined ? {} : { reason: texts.keep(reason) }),
      signer: this.signerOf(invocation, identity.commandId),
      command,
    };
  }

  private textsOf(commandId: string): CommandTexts {
    return new CommandTexts(commandId, this.resources.randomBytes);
  }

  private signerOf({ person, source, body }: Invocation, commandId: string): Signer {
    const { signing: authority, passkeys } = this.resources;
    const signature = signatureIn(body);
    return new CommandSigner({ authority, ...(passkeys && { passkeys }), commandId, person, source, signature });
  }
}

/** Every body may give a reason; validation has looked at it before. */
function reasonIn(body: unknown): string | undefined {
  return (body as { readonly reason?: string } | undefined)?.reason;
}

function outcomeOf(problem: unknown): string {
  return problem instanceof Error && 'kind' in problem ? (problem.kind as { code: string }).code : 'error';
}
