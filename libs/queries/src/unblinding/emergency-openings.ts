import type { EventStore } from '@bali/event-store';
import type { LedgerRecord } from '@bali/ledger';
import { auditPage, type ProjectionRunner, recordsAt } from '@bali/projections';
import type { Subscription } from 'rxjs';

const UNBLINDED = 'PatientUnblinded';
const DAY_MS = 86_400_000;
/** The opening by one person within 24 hours from which on it is an alarm. */
const OPENINGS_OF_ALARM = 3;
/** Number of events that are read at once. */
const READ_AT_ONCE = 200;

/** Where operators are told of openings; pino's `Logger` is one. */
export interface OpeningsLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface EmergencyOpeningsOptions {
  readonly trialLedger: EventStore;
  readonly runner: ProjectionRunner;
  readonly now: () => Date;
  readonly log: OpeningsLog;
}

/**
 * Tells operators at once of every code that is opened in an emergency, and raises an alarm with the third by one person within
 * 24 hours. Nothing of it stands in the way of an opening, and nothing of it says what was read, or of whom.
 */
export class EmergencyOpenings {
  readonly #options: EmergencyOpeningsOptions;
  #following: Subscription | undefined;
  /** What is still being told, in its order. */
  #telling: Promise<void> = Promise.resolve();

  constructor(options: EmergencyOpeningsOptions) {
    this.#options = options;
  }

  start(): void {
    const { runner } = this.#options;
    this.#following = runner.applied$.subscribe((events) => {
      for (const { record } of events) {
        if (isEmergency(record)) this.#telling = this.#telling.then(() => this.#tell(record));
      }
    });
  }

  async close(): Promise<void> {
    this.#following?.unsubscribe();
    await this.#telling;
  }

  /** The openings of the last 24 hours, as far as the projections are. */
  async ofLastDay(): Promise<{ readonly all: number; readonly mostByOne: number }> {
    const records = await this.#within(this.#options.now().getTime());
    const counts = Map.groupBy(records, ({ metadata }) => metadata.actor.userId).values();
    return { all: records.length, mostByOne: Math.max(0, ...[...counts].map(({ length }) => length)) };
  }

  async #tell({ id, metadata: { actor, recordedAt } }: LedgerRecord): Promise<void> {
    const { log } = this.#options;
    const details = { event: id, userId: actor.userId, role: actor.role };
    log.warn(details, 'A CODE WAS OPENED IN AN EMERGENCY: GET /v1/unblinding-register says whose, and by whom');
    try {
      const others = await this.#within(Date.parse(recordedAt));
      const openings = others.filter(({ metadata }) => metadata.actor.userId === actor.userId).length;
      if (openings < OPENINGS_OF_ALARM) return;
      log.error(
        { ...details, openings },
        'ONE PERSON HAS OPENED SEVERAL CODES WITHIN 24 HOURS: ask the person at once whether it was an emergency',
      );
    } catch (error) {
      log.error({ ...details, err: error }, 'it could not be counted how many codes the person has opened');
    }
  }

  /** The openings in the 24 hours up to a moment, itself included. */
  async #within(untilMs: number): Promise<readonly LedgerRecord[]> {
    const { runner, trialLedger } = this.#options;
    const period = { from: new Date(untilMs - DAY_MS).toISOString(), before: new Date(untilMs + 1).toISOString() };
    const filter = { type: UNBLINDED, ...period };
    const found: LedgerRecord[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const page = auditPage(runner.reader, filter, { order: 'oldest-first', after, limit: READ_AT_ONCE });
      for (const { record } of await recordsAt(trialLedger, page.positions)) found.push(record);
      after = page.next;
    }
    return found.filter(isEmergency);
  }
}

function isEmergency({ type, data }: LedgerRecord): boolean {
  return type === UNBLINDED && (data as { readonly kind: string }).kind === 'emergency';
}
