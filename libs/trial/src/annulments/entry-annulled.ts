import { defineEvent, type EventOf, eventInWords, line, namesTypes, uuid } from '@bali/schema';
import { Type } from 'typebox';

/**
 * An entry was annulled: it was entered for the wrong patient, or twice, or what it says did not happen. It stays in the ledger
 * and is shown struck through; the record is as if it were not there. That is final. In either kind of stream.
 */
export const EntryAnnulled = defineEvent('EntryAnnulled', {
  schemaVersion: 1,
  about: 'an entry was annulled',
  data: {
    annulledEvent: uuid('id of the event that is annulled'),
    annulledType: line('type of that event'),
    wasSigned: Type.Boolean({ description: 'whether that event stood under a signature, so that its annulment does' }),
    request: Type.Optional(uuid('id of the request that this confirms, where two people annul')),
  },
  happened: undefined,
  // What it gives away is what the annulled event gives away: see `mayGiveAwayArm`.
  mayGiveAwayArm: false,
  notCorrectable: ['/annulledEvent', '/annulledType', '/wasSigned', '/request'],
  mayBeAnnulled: false,
  // Where two people annul, the one who asks for it has signed.
  signedUnder: [
    { signature: 'annulment', onlyIf: ({ wasSigned, request }: Signing) => wasSigned && request === undefined },
  ],
  command: { name: 'AnnulEntries', action: 'annul-entries' },
  sentence: ({ annulledEvent, annulledType, request }, about) =>
    `annulled the entry ${namesTypes(about) ? annulledType : eventInWords(annulledType, about)} (${annulledEvent}) ` +
    recordOf(about.patient) +
    (request === undefined ? '' : `, as was asked for (${request})`),
  sample: {
    annulledEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    annulledType: 'Revascularized',
    wasSigned: false,
  },
});

export type AnnulmentEvent = EventOf<typeof EntryAnnulled>;

interface Signing {
  readonly wasSigned: boolean;
  readonly request?: string;
}

function recordOf(patient: string): string {
  return patient === '' ? 'of the record of the trial' : `of the record of patient ${patient}`;
}
