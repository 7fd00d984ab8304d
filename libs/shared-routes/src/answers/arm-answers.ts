import { record } from '@bali/schema';
import { text } from './answers.js';
import { Type } from 'typebox';

/**
 * Bytes of which every answer that shows arms has a multiple, so that its length tells none. What is disclosed of one patient has
 * one length for any place in any list; so has what the unit recorded of one patient, however much was corrected and whatever became
 * of the cells.
 */
export const ARM_BLOCK_BYTES = { disclosure: 8_192, records: 65_536 } as const;

/** What an arm is, for a person who does not know what its letter stands for. */
export const ARM_IN_WORDS = record(
  {
    product: text('what the arm prescribes for the syringe, with its volume'),
    sentence: text('for whom, and whether and when it was implanted'),
    cells: text('what becomes of the cells of the patient'),
  },
  'the arm in words',
);

const FRENCH = {
  product: text('what the arm prescribes for the syringe, with its volume, in French'),
  sentence: text('for whom, and whether and when it was implanted, in French'),
  cells: text('what becomes of the cells of the patient, in French'),
};

/** The same in French, for whoever treats nobody. */
export const ARM_IN_FRENCH_WORDS = record(FRENCH, 'the arm in French');

/** The same in French, with what to do next. */
export const ARM_IN_FRENCH = record(
  {
    ...FRENCH,
    next: Type.Array(text('a step, in French'), {
      description: 'what the person does now who was told it, the same steps in either arm',
    }),
  },
  'the arm, and what to do next, in French',
);
