import { actorOf, type SigningAuthority, type SigningPasskeys } from '@bali/access';
import { sealText, type SealingKeys } from '@bali/blinding';
import { canonicalJson } from '@bali/ledger';
import { type CommandEnvelope, CommandTexts, type RandomBytes, type Signer } from '../loop/command.js';
import { despiteIn, reasonCodeIn, reasonIn, replacedIn, signatureIn, withoutCredentials } from './body.js';
import { commandIdentifier, type CommandIdentifier } from './command-identity.js';
import { CommandSigner } from './command-signer.js';
import type { Invocation } from './invocation.js';

/** What the record needs to know of a command besides the command itself. */
export interface Given {
  readonly envelope: CommandEnvelope;
  readonly texts: CommandTexts;
  /** The hash of the reason, among these texts. */
  readonly reason?: string;
  /** The code beside the reason. */
  readonly reasonCode?: string;
  /** The annulled event in whose place something is entered again. */
  readonly replaces?: string;
  /** The edit checks that are overridden. */
  readonly despite?: readonly string[];
  readonly signer?: Signer;
  readonly expectedRevision?: number;
}

/** A command that somebody gave, ready to be handled. */
export interface GivenCommand<Command> {
  readonly given: Given;
  readonly command: Command;
}

/** Makes the command from what was sent; free texts are kept, and their hashes take their places. */
export type MakeCommand<Command> = (texts: CommandTexts) => Command;

/** What commands are digested and sealed with. */
export interface IntakeKeys {
  /** A keyed digest of what was sent: nobody can try out what a redacted text said. */
  readonly digest: (text: string) => string;
  /** Where there are none, no command has a sealed content. */
  readonly sealingKeys?: SealingKeys;
}

export interface CommandIntakeOptions extends IntakeKeys {
  readonly trialId: string;
  readonly randomBytes: RandomBytes;
  /** Asks signers for their credentials again. */
  readonly signing: SigningAuthority;
  /** Lets them sign with a passkey instead, where the installation takes them. */
  readonly passkeys?: SigningPasskeys;
}

/** Makes commands of what comes in: gives each its identity, and keeps its free texts apart. */
export class CommandIntake {
  readonly #options: CommandIntakeOptions;
  readonly #identityOf: CommandIdentifier;

  constructor(options: CommandIntakeOptions) {
    this.#options = options;
    this.#identityOf = commandIdentifier(options.trialId);
  }

  /** @throws what `make` throws; NotCanonical when the body cannot be recorded. */
  take<Command>(invocation: Invocation, make: MakeCommand<Command>): GivenCommand<Command> {
    return this.#take(invocation, make, (commandId) => new CommandTexts(commandId, this.#options.randomBytes));
  }

  /** The same for a command whose content is sealed: its free texts are sealed too. */
  takeSealed<Command>(invocation: Invocation, make: MakeCommand<Command>): GivenCommand<Command> {
    const { sealingKeys, randomBytes } = this.#options;
    if (sealingKeys === undefined) throw new Error('no command of this application has a sealed content');
    return this.#take(invocation, make, (commandId) => sealedTexts(commandId, { sealingKeys, randomBytes }));
  }

  #take<Command>(
    invocation: Invocation,
    make: MakeCommand<Command>,
    textsOf: (commandId: string) => CommandTexts,
  ): GivenCommand<Command> {
    const { person, requestId, source, expectedRevision } = invocation;
    // What was sent is hashed into the event for ever: with a key, so that nobody can try out what a redacted text said.
    const body = { digest: this.#options.digest(canonicalJson(withoutCredentials(invocation.body))) };
    const identity = this.#identityOf({ userId: person.userId, ...invocation, body });
    const texts = textsOf(identity.commandId);
    const others = person.otherAccounts && { otherAccounts: person.otherAccounts };
    const command = make(texts);
    const reason = reasonIn(invocation.body);
    const reasonCode = reasonCodeIn(invocation.body);
    const replaces = replacedIn(invocation.body);
    const despite = despiteIn(invocation.body);
    const given = {
      envelope: { ...identity, correlationId: requestId, actor: actorOf(person), ...others, source },
      texts,
      ...(reason === undefined ? {} : { reason: texts.keep(reason) }),
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(replaces === undefined ? {} : { replaces }),
      ...(despite === undefined ? {} : { despite }),
      signer: this.#signerOf(invocation, identity.commandId),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    };
    return { given, command };
  }

  #signerOf({ person, source, body }: Invocation, commandId: string): Signer {
    const { signing: authority, passkeys } = this.#options;
    const signature = signatureIn(body);
    return new CommandSigner({ authority, ...(passkeys && { passkeys }), commandId, person, source, signature });
  }
}

/** Free texts that are kept beside the sealed ledger. @param salts what they are salted with. Default: chance. */
export function sealedTexts(
  commandId: string,
  { sealingKeys, randomBytes }: { readonly sealingKeys: SealingKeys; readonly randomBytes: RandomBytes },
  salts: RandomBytes = randomBytes,
): CommandTexts {
  return new CommandTexts(commandId, salts, (text, salt) => sealText(text, salt, sealingKeys, randomBytes));
}
