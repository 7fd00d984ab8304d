import { defineEvent, type EventOf, SAMPLE_TEXT_HASH } from '@bali/schema';
import { textNamed } from './text-named.js';

/** A monitor has read a text that could give away an arm: from now on it is shown to those alone who may know arms. */
export const TextFlagged = defineEvent('TextFlagged', {
  schemaVersion: 1,
  about: 'a free text was flagged, and is shown to those alone who may know arms',
  data: textNamed,
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/event', '/field', '/hash'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'FlagText', action: 'review-text' },
  sentence: ({ field, event }) =>
    `flagged the free text ${field} of event ${event}: it is shown to those alone who may know arms`,
  sample: { event: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', field: '/data/comment', hash: SAMPLE_TEXT_HASH },
});

export type TextFlaggedEvent = EventOf<typeof TextFlagged>;
