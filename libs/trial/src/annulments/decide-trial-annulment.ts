import { listed } from '@bali/schema';
import { periodsInOrder } from '../conduct/periods.js';
import type { Decision } from '../decision.js';
import { notTheirs } from '../put-right.js';
import { type Refusal, refusal } from '../refusal.js';
import type { TrialContext, TrialEventDefinition } from '../trial/define-trial-event.js';
import { TRIAL_EVENTS } from '../trial/trial-events.js';
import type { TrialEntry, TrialState } from '../trial/trial-state.js';
import { MAX_ANNULLED } from './annulment-requested.js';
import type { AnnulmentOrder } from './decide-annulment.js';
import type { AnnulmentEvent } from './entry-annulled.js';

const CARD_IN_USE =
  'The patient is randomized by this card, and what was opened of the list stays. If it was not for this patient, report a deviation.';

/** The annulment of entries about the trial as a whole or a site. */
export function decideTrialAnnulment(
  { entries: ids }: AnnulmentOrder,
  state: TrialState,
  context: TrialContext,
): Decision<AnnulmentEvent> {
  if (context.reason === undefined)
    return { refusal: refusal('reason-missing', 'An annulment needs a reason.', '/reason') };
  if (ids.length === 0 || ids.length > MAX_ANNULLED || new Set(ids).size < ids.length) {
    return { refusal: refusal('invalid-value', `Name 1 to ${MAX_ANNULLED} entries, each of them once.`, '/entries') };
  }
  for (const [place, id] of ids.entries()) {
    const refused = refusedOne(id, state, context);
    if (refused !== undefined) return { refusal: { ...refused, field: `/entries/${place}` } };
  }
  const annulled = state.entries.filter(({ id }) => ids.includes(id));
  const left = state.entries.filter(({ id }) => !ids.includes(id));
  const refused = refusedByTarget(annulled, left) ?? refusedBySites(annulled, left, context);
  return refused === undefined ? { events: annulled.toReversed().map(annulmentOf) } : { refusal: refused };
}

function refusedOne(
  id: string,
  { entries, struck = [] }: TrialState,
  { mayDo, cardsInUse }: TrialContext,
): Refusal | undefined {
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) {
    return struck.some((one) => one.id === id)
      ? refusal('already-annulled', 'This entry is annulled already. What is true is entered again, and names it.')
      : refusal('event-unknown', 'There is no such entry in this record.');
  }
  if (cardsInUse?.has(id) === true) return refusal('never-annulled', CARD_IN_USE);
  const definition: TrialEventDefinition = TRIAL_EVENTS[entry.type];
  if (definition.mayBeAnnulled !== false) return notTheirs(definition, mayDo);
  return refusal(
    'never-annulled',
    `An entry that says ${named(entry)} is never annulled: correct what is wrong in it.`,
  );
}

/** An amendment of the target says what it amended: the last ones go first. */
function refusedByTarget(annulled: readonly TrialEntry[], left: readonly TrialEntry[]): Refusal | undefined {
  const first = annulled.find(({ type }) => type === 'RecruitmentTargetAmended');
  const later = left.filter(
    ({ type, revision }) => type === 'RecruitmentTargetAmended' && revision > (first?.revision ?? revision),
  );
  return later.length === 0 ? undefined : needed(later);
}

/** What is left of a site is opened and closed by turns, and a site that had a patient stays one. */
function refusedBySites(
  annulled: readonly TrialEntry[],
  left: readonly TrialEntry[],
  { sitesWithPatients }: TrialContext,
): Refusal | undefined {
  const sites = new Set(annulled.flatMap(siteNamed));
  for (const site of sites) {
    const ofSite = left.filter((entry) => siteNamed(entry).includes(site));
    if (!periodsInOrder(left, site)) return needed(ofSite);
    if (ofSite.length === 0 && sitesWithPatients?.has(site) === true) {
      const sentence = `${site} has patients: correct what is wrong in its opening instead, or close it.`;
      return refusal('needed-by-others', sentence, '/entries');
    }
  }
  return undefined;
}

function siteNamed(entry: TrialEntry): readonly string[] {
  return entry.type === 'SiteOpened' || entry.type === 'SiteClosed' ? [entry.data.site] : [];
}

function needed(by: readonly TrialEntry[]): Refusal {
  const which = listed(by.map((entry) => `${named(entry)} (${entry.id})`));
  return refusal(
    'needed-by-others',
    `${which} cannot stand without what is to be annulled. Annul these in the same command.`,
    '/entries',
  );
}

function annulmentOf({ id, type }: TrialEntry): AnnulmentEvent {
  const { signedUnder }: TrialEventDefinition = TRIAL_EVENTS[type];
  return {
    type: 'EntryAnnulled',
    data: { annulledEvent: id, annulledType: type, wasSigned: signedUnder.length > 0 },
  };
}

function named({ type }: TrialEntry): string {
  return `“${TRIAL_EVENTS[type].about}”`;
}
