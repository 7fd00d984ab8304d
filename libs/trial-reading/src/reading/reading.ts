import { isSiteRole, mayKnowTextsOf, type Person, permits, worksAt } from '@bali/access';
import { assertOwnSite, Problem, PROBLEMS, Whole } from '@bali/http';
import type { LedgerRecord } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { NotYetApplied, showTexts, textHashesOf, withholdTexts } from '@bali/projections';
import type { ShowText } from '@bali/schema';
import { Inject, Injectable } from '@nestjs/common';
import { TRIAL_READING, type TrialReading } from '../trial-reading.js';

/** What every query can ask for. */
export class ReadingQuery {
  @Whole({
    description: 'the answer includes the event at this position at least: what a command answered as its position',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
    optional: true,
    example: 127,
  })
  readonly atLeast?: number;
}

const PATIENCE_MILLISECONDS = 5_000;

/** What is common to all that is read: that it is recent enough, and for whose eyes it is. */
@Injectable()
export class Reading {
  readonly #source: TrialReading;

  constructor(@Inject(TRIAL_READING) source: TrialReading) {
    this.#source = source;
  }

  /** Waits until the projections include what the query asks for. @throws Problem `not-available` */
  async recentEnough({ atLeast }: ReadingQuery): Promise<void> {
    const { runner } = this.#source;
    if (atLeast === undefined || runner.lastApplied >= atLeast) return;
    try {
      await runner.waitFor(atLeast, AbortSignal.timeout(PATIENCE_MILLISECONDS));
    } catch (error) {
      if (!(error instanceof NotYetApplied)) throw error;
      throw new Problem(PROBLEMS['not-available'], { detail: error.message, headers: { 'retry-after': '1' } });
    }
  }

  /** The sites whose patients a person may see, of those asked for; `undefined`: all. @throws Problem `another-site` */
  sitesFor(person: Person, site: string | undefined): readonly string[] | undefined {
    if (site === undefined) return isSiteRole(person.role) ? person.sites : undefined;
    assertOwnSite(person, site);
    return [site];
  }

  /** How the free texts of these records are shown to a person: as they are, or withheld. */
  async textsFor(person: Person, records: readonly LedgerRecord[], site?: string): Promise<ShowText> {
    const mayRead = permits(person.role, 'read-free-texts') && (site === undefined || worksAt(person, site));
    if (!mayRead) return withholdTexts;
    const withheld = new Set(records.filter((record) => !mayKnowTextsOf(person, record)).flatMap(textHashesOf));
    const hashes = records.flatMap(textHashesOf).filter((hash) => !withheld.has(hash));
    const show = showTexts(await this.#source.trialLedger.readTexts(hashes));
    return (hash) => (withheld.has(hash) ? withholdTexts(hash) : show(hash));
  }

  /** Refuses a patient of another site. @returns the site. */
  siteFor(person: Person, patient: string): string {
    const site = siteOfPatient(patient);
    assertOwnSite(person, site);
    return site;
  }
}
