import type { Person } from '@bali/access';
import type { Instant } from '@bali/protocol';
import type { ByArm } from './cells.js';
import type { SignatureId } from '@bali/trial';

/** By the member or the place, the name of what recorded the event, or several. */
export type About = Readonly<Record<string, string | readonly string[]>>;

export interface Sealed {
  readonly patient: string;
  readonly byArm: ByArm;
  /** Of an unblinded safety officer: the path of the case for whose report the arm is told. The unit looks it up in the list. */
  readonly case?: string;
}

/** A command of the script: who sends what, and when. */
export interface ScriptedCommand {
  /** The Idempotency-Key: the same for the same seed, number of patients and place in the script. */
  readonly key: string;
  /** When it is sent, by the server's clock (UTC). */
  readonly at: Instant;
  readonly by: Person;
  readonly path: string;
  readonly body: object;
  /** Of those who may know: the patient whose arm they look up first, and what they send then. */
  readonly sealed?: Sealed;
  /** Of the data monitoring board: which tables it reads first, as of the event of another command. The body says as of which. */
  readonly looks?: { readonly at: string; readonly asOf: string };
  /** Of those who judge what deviated in the unit: they read the list first, and judge each of its deviations. */
  readonly judges?: true;
  /** The key of the command whose first event it corrects: the id stands in the answer to that one. */
  readonly corrects?: string;
  /**
   * Members of its body, and places of its path in braces, that name events: the keys of the commands which recorded them, since
   * their ids stand in the answers to those.
   */
  readonly about?: About;
  /** The limb that is said to have been amputated, and the key of the command that recorded the amputation. */
  readonly amputated?: { readonly limb: 'left' | 'right'; readonly recordedBy: string };
  /** The code that the answer gives to the patient. */
  readonly names?: string;
  /** What its sender signs with it. */
  readonly signs?: SignatureId;
  /** The code of the problem with which it is refused, on purpose. */
  readonly refusedAs?: string;
}

/** A command before it is put into the script. */
export type Keyless = Omit<ScriptedCommand, 'key' | 'signs'> & { readonly name: string };

/** A cohort as the commands that record it, in the order in which they are sent. */
export interface Script {
  readonly commands: readonly ScriptedCommand[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}
