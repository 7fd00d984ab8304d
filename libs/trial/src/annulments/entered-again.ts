import { defineEvent, type EventOf, uuid } from '@bali/schema';

/**
 * What was annulled by mistake was entered again: this follows the new entry in the same command, and names the annulled one. An
 * annulment is final, and nothing comes back by itself.
 */
export const EnteredAgain = defineEvent('EnteredAgain', {
  schemaVersion: 1,
  about: 'what had been annulled was entered again',
  data: { annulledEvent: uuid('id of the annulled event in whose place the entry before this one stands') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/annulledEvent'],
  mayBeAnnulled: false,
  signedUnder: [],
  // Each command that enters something may name what it replaces.
  command: undefined,
  sentence: ({ annulledEvent }) => `entered this in the place of ${annulledEvent}, which is annulled`,
  sample: { annulledEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
});

export type EnteredAgainEvent = EventOf<typeof EnteredAgain>;
