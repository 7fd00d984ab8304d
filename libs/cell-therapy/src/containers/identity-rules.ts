import type { Refusal } from '@bali/trial';
import { valueAt } from '@bali/schema';
import { cellTherapyRefusal } from '../refusals.js';
import type { CellTherapyEvent } from '../unit/cell-events.js';
import type { CellEventDefinition } from '../unit/define-cell-event.js';
import type { CourseRule } from '../unit/course-rule.js';
import type { Situation } from '../unit/rule.js';
import { cellsOf } from '../unit/cell-record.js';
import { containerLabelled } from './containers.js';
import { containersOf } from './containers-of.js';
import { LABELS_SAY_NOTHING } from './random-labels.js';

/** The chain of identity: two identifiers at reception, release and use, and no label twice in the world. */
export const IDENTITY_RULES: readonly CourseRule[] = [
  { says: 'The patient and the label that were read off the container are those of the record.', refuses: mismatch },
  LABELS_SAY_NOTHING,
  { says: 'A label stands on one container only, over all patients.', refuses: labelGivenBefore },
  { says: 'The container is one of this patient, and is where this can happen to it.', refuses: containerElsewhere },
];

/** What the container says has to be what the record says; the sentence repeats neither. */
function mismatch(
  { data }: CellTherapyEvent,
  { containers }: Situation,
  { labelRead }: CellEventDefinition,
): Refusal | undefined {
  const expected = labelRead?.(data as never, containers);
  if (expected === undefined || !('read' in data)) return undefined;
  const { patient, read } = data;
  if (read.patient !== patient) return stop('It says another patient than the record does.', '/read/patient');
  return read.label === expected ? undefined : stop('It has another label than the record says.', '/read/label');
}

function stop(what: string, field: string): Refusal {
  const sentence = `${what} Stop: keep it apart, find out whose it is, and record the deviation.`;
  return cellTherapyRefusal('identifier-mismatch', sentence, field);
}

const LABEL_TAKEN =
  'This label stands on another container already. Look at the label again; if it is the other entry that is wrong, correct that first.';

function labelGivenBefore(
  { data }: CellTherapyEvent,
  { state, containers }: Situation,
  { labelsGiven }: CellEventDefinition,
): Refusal | undefined {
  const given = labelsGiven?.(data as never) ?? [];
  const again = given.find(({ label }, place) => given.findIndex((other) => other.label === label) < place);
  // Of this patient's own containers, those count that were there at this point of the patient's records.
  const isTaken = (label: string): boolean => {
    const whose = state.labels.get(label);
    if (whose === undefined) return false;
    // Of another patient, those that stand now: what was entered for the wrong patient and annulled is on no container of theirs.
    const others = whose === data.patient ? containers : containersOf(cellsOf(state, whose));
    return containerLabelled(others, label) !== undefined;
  };
  const taken = again ?? given.find(({ label }) => isTaken(label));
  if (taken === undefined) return undefined;
  return cellTherapyRefusal('label-already-used', LABEL_TAKEN, taken.field);
}

function containerElsewhere(
  { data }: CellTherapyEvent,
  { containers }: Situation,
  { happensTo }: CellEventDefinition,
): Refusal | undefined {
  if (happensTo === undefined) return undefined;
  const { field, from } = happensTo;
  const container = containerLabelled(containers, String(valueAt(data, field)));
  if (container === undefined) {
    return cellTherapyRefusal('container-unknown', 'This patient has no container of this label.', field);
  }
  if (from.includes(container.whereabouts)) return undefined;
  const sentence = `The container is ${container.whereabouts.replaceAll('-', ' ')}; this cannot happen to it.`;
  return cellTherapyRefusal('container-not-available', sentence, field);
}
