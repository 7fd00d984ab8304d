import type { CorrectionEvent } from '../events/correction-events.js';
import type { EventType } from '../events/event-catalogue.js';
import type { DecidedEvent } from '@bali/schema';

/** Something that is done under an electronic signature, and what the signature says (21 CFR 11.50(a)(3)). */
export interface SignatureRequirement {
  readonly title: string;
  /** The sentence that the signer is shown and that stands in the record. */
  readonly meaning: string;
  /** The events that stand under it, some of them only if {@link SignatureRequirement.onlyIf} says so of their data. */
  readonly events: readonly EventType[];
  readonly onlyIf?: (event: DecidedEvent) => boolean;
  /** The rule that asks for it. */
  readonly source: string;
}

/**
 * What is signed. A meaning never changes: it stands in records, and they are verified against this table for 25 years. A
 * better sentence is a new row, and the old one keeps its events for reading.
 */
export const SIGNATURES = {
  eligibility: {
    title: 'Eligibility',
    meaning:
      'I have judged this patient against every criterion of the protocol and confirm that the patient is eligible.',
    events: ['EligibilityConfirmed'],
    source: 'ICH E6(R3) 2.7: medical decisions are an investigator’s',
  },
  randomization: {
    title: 'Randomization',
    meaning: 'I have this patient, who is eligible and has consented, randomized in the trial.',
    events: ['Randomized'],
    source: 'ICH E6(R3) 2.7: medical decisions are an investigator’s',
  },
  'product-release': {
    title: 'Release of the product',
    meaning: 'I release the product that was prepared for this patient for implantation.',
    events: ['ProductReleased'],
    source: '21 CFR 11.10(g): authority for each operation',
  },
  'serious-adverse-event': {
    title: 'Serious adverse event',
    meaning: 'I report this serious adverse event and answer for what the report says.',
    events: ['AdverseEventReported', 'AdverseEventFollowedUp', 'DataCorrected'],
    onlyIf: isSerious,
    source: 'ICH E2A, II.B: seriousness',
  },
  'sign-off': {
    title: "Sign-off of a patient's record",
    meaning: 'I have reviewed the whole record of this patient and confirm that it is complete and correct.',
    events: ['PatientSignedOff'],
    source: "EMA 2023, 6.3: the investigator's sign-off",
  },
  'database-lock': {
    title: 'Lock of the database',
    meaning:
      'I lock the database: every randomized patient is signed off, and nothing is recorded or corrected any more.',
    events: ['DatabaseLocked'],
    source: 'ICH E6(R3) 3.16.1(r): restrict editing before the final analysis and unblinding',
  },
  'database-unlock': {
    title: 'Unlock of the database',
    meaning: 'I unlock the database for the reason that I give, so that data can be recorded and corrected again.',
    events: ['DatabaseUnlocked'],
    source: 'ICH E6(R3) 3.16.1(r): restrict editing before the final analysis and unblinding',
  },
  'emergency-unblinding': {
    title: 'Emergency unblinding',
    meaning:
      'I have the arm of this patient disclosed to me, since the care of the patient in an emergency depends on it.',
    events: ['PatientUnblinded'],
    onlyIf: ({ data }: DecidedEvent) => (data as { readonly kind?: unknown }).kind === 'emergency',
    source: 'ICH E6(R3) 3.15.2(d): identify the product of one patient in an emergency',
  },
  'planned-unblinding': {
    title: 'Planned unblinding of a patient',
    meaning:
      'I have the arm of this patient, whose 6 months are over and whose record is signed off, disclosed to me as planned.',
    events: ['PatientUnblinded'],
    onlyIf: ({ data }: DecidedEvent) => (data as { readonly kind?: unknown }).kind === 'planned',
    source: 'ICH E6(R3) 4.1.4: unblinding, planned or not, is documented',
  },
  'trial-unblinding': {
    title: 'Unblinding of the trial',
    meaning: 'I unblind the trial: the database is locked, and the arms may be known for its analysis.',
    events: ['TrialUnblinded'],
    source: 'ICH E6(R3) 4.1.4: unblinding, planned or not, is documented',
  },
} as const satisfies Record<string, SignatureRequirement>;

export type SignatureId = keyof typeof SIGNATURES;

const REQUIREMENTS: readonly SignatureRequirement[] = Object.values(SIGNATURES);

/** Under which signature an event stands, or `undefined` if it is not signed. */
export function signatureFor(event: DecidedEvent): SignatureRequirement | undefined {
  return REQUIREMENTS.find(({ events, onlyIf }) => isAmong(events, event.type) && (onlyIf?.(event) ?? true));
}

export function mustBeSigned(event: DecidedEvent): boolean {
  return signatureFor(event) !== undefined;
}

function isAmong(types: readonly string[], type: string): boolean {
  return types.includes(type);
}

/** A report or news of an adverse event that meets a seriousness criterion, or a correction that makes it meet one. */
function isSerious({ type, data }: DecidedEvent): boolean {
  if (type !== 'DataCorrected') return isListed((data as { readonly seriousness?: unknown }).seriousness);
  const { correctedType, field, newValue } = data as CorrectionEvent['data'];
  return correctedType.startsWith('AdverseEvent') && /^\/seriousness($|\/)/.test(field) && isListed(newValue);
}

function isListed(criteria: unknown): boolean {
  return (Array.isArray(criteria) || typeof criteria === 'string') && criteria.length > 0;
}
