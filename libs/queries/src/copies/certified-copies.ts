import { actorOf, mayKnowText, requireOwnSite } from '@bali/access';
import type { Clock, DisclosureLog, Software } from '@bali/commands';
import type { EventStore, KeptCheckpoint } from '@bali/event-store';
import { certifiedCopyMade, siteCopy, writePackage } from '@bali/inspection';
import { NoteNotVerified } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { mayBeSignedLater, type TransparencyLog } from '@bali/log';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Asker, shownTo } from '../asker.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { earlierNotes } from '../packages/package-sources.js';
import { QueryRefused } from '../query-refused.js';
import type { KnownOfTexts } from '../texts/known-of-texts.js';
import type { TextAlarm } from '../texts/text-alarm.js';

/** Number of copies that one instance makes and sends at once: each takes disk and processor for as long as it is sent. */
const MOST_AT_ONCE = 4;
const PATIENCE_MS = 10_000;

/** A copy that may be sent: that it was made is recorded. */
export interface CopyToSend {
  readonly treeSize: number;
  readonly bytes: number;
  /** Of a file that has no name any more: it is gone as soon as it is read or let go. */
  readonly content: Readable;
}

/** What certified copies are made of. */
export interface CopySources {
  readonly trialLedger: EventStore;
  /** The log of the trial ledger. */
  readonly log: TransparencyLog;
  /** The directory in which copies are made. */
  readonly directory: string;
  readonly disclosures: DisclosureLog;
  readonly software: Software;
  readonly now: Clock;
  readonly texts: TextAlarm;
  readonly knownOfTexts: Pick<KnownOfTexts, 'caughtUp'>;
}

/** Makes certified copies in files that are taken away whatever happens: when it fails, and when the client goes. */
export class CertifiedCopies {
  readonly #sources: CopySources;
  /** The users whose copies are being made or sent, each with the signal that is aborted when they go. */
  readonly #under = new Map<string, AbortSignal>();

  constructor(sources: CopySources) {
    this.#sources = sources;
  }

  /**
   * Makes a copy of the records of a site, and records in the access ledger that it is made before it may be sent. There are few
   * places: this one is free again once all of the copy is read, or the client is gone.
   * @param gone is aborted when the client goes.
   * @throws QueryRefused
   */
  async make(site: string, asker: Asker, gone: AbortSignal): Promise<CopyToSend> {
    requireOwnSite(asker.person, site);
    requireAsWritten(this.#sources.trialLedger);
    this.#takePlace(asker.person.userId, gone);
    const { note } = await this.#checkpoint();
    await mkdir(this.#sources.directory, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(this.#sources.directory, `${site}-`));
    try {
      return await this.#made(join(folder, 'copy.zip'), note, { site, asker, gone });
    } catch (error) {
      if (error instanceof NoteNotVerified) throw keysNotHere();
      if (!gone.aborted) throw error;
      throw new QueryRefused('not-available', { detail: 'the copy was given up' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** @throws QueryRefused `not-available` */
  #takePlace(userId: string, gone: AbortSignal): void {
    if (this.#under.has(userId) || this.#under.size >= MOST_AT_ONCE) {
      const detail = this.#under.has(userId)
        ? 'you are being sent one already'
        : 'too many certified copies are being made';
      throw new QueryRefused('not-available', { detail, retryAfterSeconds: 10 });
    }
    if (gone.aborted) return;
    this.#under.set(userId, gone);
    gone.addEventListener('abort', () => this.#leave(userId, gone), { once: true });
  }

  async #made(
    out: string,
    checkpoint: string,
    { site, asker, gone }: { readonly site: string; readonly asker: Asker; readonly gone: AbortSignal },
  ): Promise<CopyToSend> {
    const { trialLedger: store, log, now, software, disclosures, texts, knownOfTexts } = this.#sources;
    const { person } = asker;
    const known = await knownOfTexts.caughtUp();
    const earlier = earlierNotes(log.reader, checkpoint);
    const manifest = await writePackage(
      siteCopy(site, (text) =>
        mayKnowText(person, {
          ...text,
          authorKnew: text.authorKnew || known.authorKnew(text.record),
          ...known.siteFor(person, text.record),
        }),
      ),
      { trialId: TRIAL.id, store, checkpoint, earlier, keys: log.signing.verifiers },
      {
        ...{ out, software, signal: gone },
        madeAt: now().toISOString(),
        madeBy: actorOf(person),
        reason: 'the site keeps a copy of its records',
        textAtFault: (text) => texts.note('trial', [text]),
        whenComplete: async (made) => {
          await disclosures.record(certifiedCopyMade(made), shownTo(asker));
        },
      },
    );
    gone.throwIfAborted();
    const file = await open(out);
    const { size: bytes } = await file.stat();
    // A client that has received the last byte may ask for the next copy at once: because the end is given, the stream ends there.
    const content = file.createReadStream({ start: 0, end: bytes - 1 });
    content.once('end', () => this.#leave(person.userId, gone));
    gone.addEventListener('abort', () => content.destroy(), { once: true });
    return { treeSize: manifest.treeSize, bytes, content };
  }

  /** Frees the place of this copy only: the next copy may have taken it already. */
  #leave(userId: string, gone: AbortSignal): void {
    if (this.#under.get(userId) === gone) this.#under.delete(userId);
  }

  /** A checkpoint of all that is recorded now. @throws QueryRefused `not-available` */
  async #checkpoint(): Promise<KeptCheckpoint> {
    const { follower, signing } = this.#sources.log;
    try {
      const size = await follower.caughtUp(AbortSignal.timeout(PATIENCE_MS));
      const kept = await signing.checkpointFor(size);
      if (kept !== undefined) return kept;
    } catch (error) {
      if (!mayBeSignedLater(error)) throw error;
    }
    const detail = 'no signed checkpoint covers what is recorded yet';
    throw new QueryRefused('not-available', { detail, retryAfterSeconds: 5 });
  }
}

/** The keys that signed the log are gone, or are others: readiness and a metric say so as well. */
function keysNotHere(): QueryRefused {
  const detail = 'the keys that signed the newest checkpoint are not here: an operator has to put them back';
  return new QueryRefused('not-available', { detail, retryAfterSeconds: 60 });
}
