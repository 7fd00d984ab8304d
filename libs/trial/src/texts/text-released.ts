import { defineEvent, type EventOf, SAMPLE_TEXT_HASH } from '@bali/schema';
import { textNamed } from './text-named.js';

/** A monitor has read a comment or a narrative: it says nothing of an arm, and leaves the site before its seven days are over. */
export const TextReleased = defineEvent('TextReleased', {
  schemaVersion: 1,
  about: 'a free text was released to everybody in the trial',
  data: textNamed,
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/event', '/field', '/hash'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReleaseText', action: 'review-text' },
  sentence: ({ field, event }) => `released the free text ${field} of event ${event} to everybody in the trial`,
  sample: { event: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', field: '/data/comment', hash: SAMPLE_TEXT_HASH },
});

export type TextReleasedEvent = EventOf<typeof TextReleased>;
