import type { ClockLog, ClockStanding } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import type { ReadinessCheck } from '@bali/http';
import { recordedAtOf } from '@bali/ledger';
import type { OperatorLog } from '../nest/installation.module.js';
import type { SteadyClock } from './steady-clock.js';

export interface ClockWatchOptions {
  readonly clock: SteadyClock;
  /** Where a step is recorded, and where an operator accepts the clock. */
  readonly events: ClockLog;
  /**
   * The ledgers that the clock is compared with. The sealed one is not among them: from what time goes on, a reader of the trial
   * ledger would learn when something was last recorded there.
   */
  readonly ledgers: readonly EventStore[];
  readonly log: OperatorLog;
  /** Time between two looks at the clock. Default: 1 s. */
  readonly everyMs?: number;
}

/** Number of looks at the clock between two looks at the ledgers: another instance may have a clock that is ahead. */
const LOOKS_AT_LEDGERS = 30;

const HOW_TO_ACCEPT =
  'THE CLOCK OF THIS MACHINE HAS STEPPED: time goes on without it, and no command is refused. See to it that the clock is right, ' +
  'then run `bali clock accept`';

/**
 * Sees to it that operators learn of every step of the clock, that it is recorded, and that the clock is followed again once an
 * operator has accepted it, on this machine or another.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #looks = 0;
  /** The last event of the clock that is known. */
  #known: ClockStanding = { revision: -1 };
  /** Whether the step that stands was told and recorded. */
  #told = false;
  #recorded = false;
  #watches = false;
  #complaint = '';

  constructor(options: ClockWatchOptions) {
    this.#options = options;
  }

  /** Compares the clock with what was recorded, before anything else is. @throws what the stores throw. */
  async start(): Promise<void> {
    const { clock, events, everyMs = 1_000 } = this.#options;
    // Two APIs in one process have one clock.
    this.#watches = clock.watchedByMe();
    if (!this.#watches) return;
    this.#known = await events.standing();
    const recorded = await this.#lastRecordedAt();
    if (this.#known.step !== undefined) {
      clock.goOnAfter(this.#known.step, recorded ?? '');
      this.#recorded = true;
    }
    this.#compare(recorded);
    await this.look();
    this.#timer = setInterval(() => void this.look(), everyMs);
    this.#timer.unref();
  }

  /** Looks at the clock once. Never fails: what could not be recorded is recorded by a later look. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look()).catch((error: unknown) => this.#report(error));
    return this.#looking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    if (this.#watches) this.#options.clock.watchedByNobody();
  }

  async #look(): Promise<void> {
    const { clock, events } = this.#options;
    this.#looks += 1;
    if (this.#looks % LOOKS_AT_LEDGERS === 0) this.#compare(await this.#lastRecordedAt());
    clock.now();
    const { step } = clock;
    if (step === undefined) return;
    if (!this.#told) this.#options.log.error(step, HOW_TO_ACCEPT);
    this.#told = true;
    if (!this.#recorded) this.#known = { revision: await events.stepped(step), step };
    this.#recorded = true;
    await this.#takeUp(await events.standing(this.#known.revision));
  }

  /** What came last counts: a step that another instance has recorded after an acceptance is not accepted. */
  async #takeUp(standing: ClockStanding): Promise<void> {
    const { clock, log } = this.#options;
    if (standing.revision === this.#known.revision) return;
    this.#known = standing;
    if (standing.accepted === undefined) return;
    clock.accept();
    [this.#told, this.#recorded] = [false, false];
    log.info({ clock: standing.accepted }, 'an operator has accepted the clock of the machine: time follows it again');
    this.#compare(await this.#lastRecordedAt());
  }

  #compare(recorded: string | undefined): void {
    if (recorded !== undefined) this.#options.clock.notBefore(recorded, this.#known.accepted);
  }

  async #lastRecordedAt(): Promise<string | undefined> {
    const instants = await Promise.all(this.#options.ledgers.map(lastRecordedAt));
    return instants
      .filter((instant) => instant !== undefined)
      .toSorted()
      .at(-1);
  }

  /** The same complaint is made once: a look a second would fill the log. */
  #report(error: unknown): void {
    const complaint = String(error);
    if (complaint === this.#complaint) return;
    this.#complaint = complaint;
    this.#options.log.error({ err: error }, 'a step of the clock could not be recorded yet: it is tried again');
  }
}

/** When the last event of a ledger was recorded. */
export async function lastRecordedAt(ledger: EventStore): Promise<string | undefined> {
  const last = await ledger.lastPosition();
  if (last < 0) return undefined;
  for await (const page of ledger.read(last)) for (const { leaf } of page) return recordedAtOf(leaf);
  return undefined;
}

/** Down while a step of the clock is not accepted. It keeps nobody from being served: commands are taken all the same. */
export function clockReadiness(clock: SteadyClock): ReadinessCheck {
  return { name: 'clock', isUp: () => clock.step === undefined, isAlarm: true };
}
