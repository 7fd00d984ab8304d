import { cellTherapyRefusal } from '../refusals.js';
import type { CourseRule } from '../unit/course-rule.js';
import type { CellEventDefinition } from '../unit/define-cell-event.js';

/** Without vowels, so that no word comes of it, and without characters that are taken for each other. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXZ';
const LENGTH = 8;
const RANDOM_PART = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`, 'u');

/** How many random bytes make a label. */
export const LABEL_BYTES = LENGTH;

/** A label of a container of a patient: the code and characters that say nothing. @param bytes random ones */
export function randomLabel(patient: string, bytes: Uint8Array): string {
  const drawn = Array.from({ length: LENGTH }, (_, place) => ALPHABET[(bytes[place] ?? 0) % ALPHABET.length] ?? '');
  return `${patient}-${drawn.join('')}`;
}

function isRandomLabel(patient: string, label: string): boolean {
  return label.startsWith(`${patient}-`) && RANDOM_PART.test(label.slice(patient.length + 1));
}

/** A number would count the containers in the freezer, and a name would say what is inside. The site labels the bag by itself. */
export const LABELS_SAY_NOTHING: CourseRule = {
  says: 'A label that the unit gives is the patient’s code and 8 random characters, digits and consonants.',
  refuses: ({ type, data }, _, { labelsGiven }: CellEventDefinition) => {
    if (type === 'HarvestReceived') return undefined;
    const wrong = labelsGiven?.(data as never).find(({ label }) => !isRandomLabel(data.patient, label));
    if (wrong === undefined) return undefined;
    const sentence = `A label is ${data.patient}- and ${LENGTH} random characters of ${ALPHABET}: the software offers one.`;
    return cellTherapyRefusal('label-not-random', sentence, wrong.field);
  },
};
