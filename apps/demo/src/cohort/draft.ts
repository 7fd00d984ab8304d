import type { Instant } from '@bali/protocol';
import type { ByArm } from './cells.js';
import type { About } from './script.js';

export type Hand =
  | 'investigator'
  | 'open-clinician'
  | 'study-coordinator'
  | 'cell-therapy-unit'
  | 'emergency-physician'
  | 'monitor'
  | 'data-manager'
  | 'safety-officer'
  | 'endpoint-adjudicator'
  | 'unblinded-safety-officer'
  | 'sponsor-coordinator';

/** Something that is recorded about a patient, before the patient has a code. */
export interface Draft {
  /** Unique for the patient. */
  readonly name: string;
  /** When it is sent, by the server's clock. */
  readonly at: Instant;
  readonly by: Hand;
  /** Below the patient's own path; empty for the consent, which gives the code. */
  readonly path: string;
  readonly body: object;
  /** In place of the body, where it names the patient. */
  readonly bodyFor?: (code: string) => object;
  /** Of those who may know: in place of the body, what they send by the arm that they are told. */
  readonly sealed?: (code: string) => ByArm;
  /** The name of the draft whose event this one corrects, or, in the sealed ledger, annuls. */
  readonly corrects?: string;
  /** Members of its body, and places of its path in braces, that name events: the names of the drafts which record them. */
  readonly about?: About;
  /** The limb that is said to have been amputated, and the name of the draft that records the amputation. */
  readonly amputated?: { readonly limb: 'left' | 'right'; readonly recordedBy: string };
  /** The name of the draft that brought the adverse event of which this is news: its path begins with the number. */
  readonly followsUp?: string;
  /** The name of the draft that reported the adverse event which ended so: the body names its number. */
  readonly endOf?: string;
  /** Whether the command makes an adverse event, which gets the next number. */
  readonly makesAdverseEvent?: true;
  /** The code of the problem with which it is refused, on purpose. */
  readonly refusedAs?: string;
}

/** A correction of one value that an earlier draft recorded. */
export function correction(
  corrected: Draft,
  at: Instant,
  { field, newValue, reason }: { readonly field: string; readonly newValue: unknown; readonly reason: string },
): Draft {
  return {
    name: `correction-of-${corrected.name}`,
    at,
    by: corrected.by,
    path: 'corrections',
    body: { field, newValue, reason },
    corrects: corrected.name,
  };
}
