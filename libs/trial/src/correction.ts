import { canonicalJson } from '@bali/ledger';
import type { DecisionContext } from './decision.js';
import type { Entry } from './entry.js';
import type { CorrectionEvent } from './events/correction-events.js';
import { definitionOf } from './events/event-catalogue.js';
import { schemaViolation } from './events/event-definition.js';
import { FIELD_PATTERN, MAX_FIELD_LENGTH } from './events/patterns.js';
import { valueAt, withValueAt } from './json-pointer.js';
import { type Refusal, refusal } from './refusal.js';

/** What someone asks to be put right. */
export interface CorrectionRequest {
  /** The event that holds the field. */
  readonly correctedEvent: string;
  /** JSON pointer into the event's data. */
  readonly field: string;
  /** Absent: the value is taken out. */
  readonly newValue?: unknown;
}

/** What identifies a record or was computed or drawn: nobody enters it, so nobody corrects it. */
const NOT_CORRECTABLE: Readonly<Record<string, readonly string[]>> = {
  TrialRegistered: ['/registryId'],
  RecruitmentTargetAmended: ['/formerTarget'],
  SiteOpened: ['/site'],
  SiteClosed: ['/site'],
  ConsentGiven: ['/patient', '/site'],
  PatientScreened: ['/verdict', '/failed', '/notAssessed'],
  EligibilityConfirmed: ['/screening'],
  Randomized: ['/stratum', '/slot'],
  AdverseEventReported: ['/number'],
  AdverseEventFollowedUp: ['/number'],
  PatientSignedOff: ['/throughRevision'],
  DatabaseLocked: ['/randomizedPatients'],
  RandomizationListCommitted: ['/commitment', '/strata'],
  SealedLedgerAnchored: ['/anchoredOn', '/anchor'],
  PatientUnblinded: ['/kind', '/shownTo'],
  UnblindingImpactAssessed: ['/unblinding'],
};

/** The correction of one field, or why it cannot be. Whether the record stays consistent is for the caller to see. */
export function decideCorrection(
  entries: readonly Entry[],
  request: CorrectionRequest,
  context: DecisionContext,
): CorrectionEvent | Refusal {
  if (context.reason === undefined) return refusal('reason-missing', 'A correction needs a reason.', '/reason');
  const entry = entries.find(({ id }) => id === request.correctedEvent);
  if (entry === undefined) {
    return refusal('event-unknown', 'There is no such event in this record.', '/correctedEvent');
  }
  const problem = fieldProblem(entry, request);
  return problem ?? correctionOf(entry, request.field, request.newValue, false);
}

function fieldProblem(entry: Entry, { field, newValue }: CorrectionRequest): Refusal | undefined {
  if (!isFieldPointer(field)) return refusal('field-unknown', 'This is no pointer to a field.', '/field');
  const frozen = NOT_CORRECTABLE[entry.type] ?? [];
  if (frozen.some((pointer) => field === pointer || field.startsWith(`${pointer}/`))) {
    return refusal('field-not-correctable', `${field} of ${entry.type} is not entered by anyone.`, '/field');
  }
  const data = withValueAt(entry.data, field, newValue);
  if (!Object.is(valueAt(data, field), newValue)) {
    return refusal('field-unknown', `${entry.type} has no field ${field}.`, '/field');
  }
  const violation = schemaViolation(definitionOf(entry.type), data);
  if (violation !== undefined) {
    return refusal(
      'invalid-value',
      `${field} cannot have this value: ${violation.field} ${violation.rule}.`,
      '/newValue',
    );
  }
  if (!sameValue(valueAt(entry.data, field), newValue)) return undefined;
  return refusal('value-unchanged', `${field} has this value already.`, '/newValue');
}

/** Anything else could be read as another field than it says. */
function isFieldPointer(field: string): boolean {
  return field.length <= MAX_FIELD_LENGTH && FIELD.test(field);
}

const FIELD = new RegExp(FIELD_PATTERN, 'u');

/** The event that says that a field has another value from now on. */
export function correctionOf(entry: Entry, field: string, newValue: unknown, computed: boolean): CorrectionEvent {
  const oldValue = valueAt(entry.data, field);
  return {
    type: 'DataCorrected',
    data: {
      correctedEvent: entry.id,
      correctedType: entry.type,
      field,
      ...(oldValue === undefined ? {} : { oldValue }),
      ...(newValue === undefined ? {} : { newValue }),
      computed,
    },
  };
}

export function sameValue(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
