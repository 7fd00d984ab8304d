import { type AccountState, type Holder, knowledgeByRole, type Person, TextKnowledge } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import type { LedgerRecord } from '@bali/ledger';
import { auditPage, type ProjectionRunner, recordsAt, TrialStateQueries } from '@bali/projections';
import { patientOfStream } from '@bali/trial';

/** Number of events that are read at once. */
const READ_AT_ONCE = 200;

/** Gives every account with what was ever delegated to it, and what is known of the person behind it. */
export interface Authors {
  all(): Promise<readonly (AccountState & { readonly userId: string })[]>;
  holderOf(userId: string): Holder;
}

/**
 * Who knew an arm, or could, when they wrote, and what a monitor said of texts. The trial ledger says whom an arm was shown to, and is
 * read on from where it ended; the access ledger says who had a role that shows arms, and which accounts are of one person.
 */
export class KnownOfTexts {
  readonly #ledger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #authors: Authors;
  readonly #readThrough = new Map<string, number>();
  readonly #knowledge = new TextKnowledge();
  /** Since when the holder of each account could know arms by a role, by what was delegated to it. */
  readonly #byRole = new Map<string, { readonly delegations: object; readonly since: string | undefined }>();

  constructor(trialLedger: EventStore, runner: ProjectionRunner, authors: Authors) {
    this.#ledger = trialLedger;
    this.#runner = runner;
    this.#authors = authors;
  }

  /** Reads what came since. */
  async caughtUp(): Promise<this> {
    for (const type of TextKnowledge.TYPES) await this.#read(type);
    for (const account of await this.#authors.all()) this.#noteRoles(account);
    return this;
  }

  /** Whether somebody knew any patient's arm, or could, when they recorded this: with whichever account they had been told. */
  authorKnew({ metadata: { actor, recordedAt } }: Pick<LedgerRecord, 'metadata'>): boolean {
    const accounts = this.#authors.holderOf(actor.userId).accounts ?? [actor.userId];
    return accounts.some((account) => {
      const since = [this.#knowledge.toldAt(account), this.#byRole.get(account)?.since];
      return since.some((moment) => moment !== undefined && moment <= recordedAt);
    });
  }

  /** The site where the patient of a record is now, whatever the code says. Nobody asks it for a person who has no sites. */
  siteFor({ sites }: Pick<Person, 'sites'>, { stream }: Pick<LedgerRecord, 'stream'>): { readonly site?: string } {
    const patient = sites.length === 0 ? undefined : patientOfStream(stream);
    const site = patient === undefined ? undefined : new TrialStateQueries(this.#runner).siteOf(patient);
    return site === undefined ? {} : { site };
  }

  isFlagged(hash: string): boolean {
    return this.#knowledge.isFlagged(hash);
  }

  isReleased(hash: string): boolean {
    return this.#knowledge.isReleased(hash);
  }

  #noteRoles(account: AccountState & { readonly userId: string }): void {
    const { userId, delegations } = account;
    if (this.#byRole.get(userId)?.delegations === delegations) return;
    this.#byRole.set(userId, { delegations, since: knownByRoleSince(account) });
  }

  async #read(type: string): Promise<void> {
    for (let next = this.#readThrough.get(type); ;) {
      const page = auditPage(
        this.#runner.reader,
        { type },
        {
          order: 'oldest-first',
          limit: READ_AT_ONCE,
          ...(next === undefined ? {} : { after: next }),
        },
      );
      for (const { record } of await recordsAt(this.#ledger, page.positions)) this.#knowledge.take(record);
      const last = page.positions.at(-1);
      if (last === undefined) return;
      this.#readThrough.set(type, last);
      next = last;
    }
  }
}

/** The first moment at which a role let somebody know: they know it ever since. */
function knownByRoleSince(account: AccountState): string | undefined {
  const moments = knowledgeByRole(account, END_OF_TIME).map(({ since }) => new Date(since).toISOString());
  return moments.sort()[0];
}

/** Of whoever wrote something, the role had begun before: what time it is now makes no difference. */
const END_OF_TIME = '9999-12-31T00:00:00.000Z';
