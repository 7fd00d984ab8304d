import type { CalendarDate } from '@bali/protocol';
import { calendarDate, line } from '@bali/schema';
import { Type } from 'typebox';
import { refusal } from '../refusal.js';
import { defineTrialEvent, type TrialCondition } from '../trial/define-trial-event.js';
import { referenceInformation } from './reference-information.js';

/** Number of reactions that one version lists, at most. */
const MAX_REACTIONS = 300;

interface Version {
  readonly version: string;
  readonly inForceFrom: CalendarDate;
}

const newVersion: TrialCondition = {
  says: 'there is no such version of the reference safety information yet',
  refuses: (state, _, { version }: Version) =>
    referenceInformation(state).some((one) => one.version === version)
      ? refusal(
          'version-already-recorded',
          `Version ${version} is recorded already: correct the day in it, or give the new one another name.`,
          '/version',
        )
      : undefined,
};

const afterTheLast: TrialCondition = {
  says: 'it comes into force later than each version before it',
  refuses: (state, _, { inForceFrom }: Version) => {
    const last = referenceInformation(state).at(-1);
    if (last === undefined || last.inForceFrom < inForceFrom) return undefined;
    const sentence = `Version ${last.version} is in force from ${last.inForceFrom}: a later version comes into force later.`;
    return refusal('out-of-order', sentence, '/inForceFrom');
  },
};

/** Which serious reactions are expected, from a day on: expectedness is judged by what was in force when an event began. */
export const ReferenceInformationPutInForce = defineTrialEvent('ReferenceInformationPutInForce', {
  schemaVersion: 1,
  about: 'a version of the reference safety information came into force',
  data: {
    version: line('its version'),
    inForceFrom: calendarDate('the first day on which it is in force'),
    reactions: Type.Array(line('a serious reaction that is expected'), {
      description: 'the serious reactions that are expected; none: whatever happens is unexpected',
      maxItems: MAX_REACTIONS,
      uniqueItems: true,
    }),
    sha256: Type.Optional(Type.String({ description: 'SHA-256 of the document', pattern: '^[0-9a-f]{64}$' })),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [newVersion, afterTheLast],
  rules: [],
  computed: undefined,
  // It is no clinical data.
  afterLock: 'allowed',
  notCorrectable: ['/version', '/inForceFrom', '/reactions', '/sha256'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'PutReferenceInformationInForce', action: 'put-reference-information-in-force' },
  sentence: ({ version, inForceFrom, reactions }) =>
    `version ${version} of the reference safety information is in force from ${inForceFrom}, and expects ` +
    (reactions.length === 0 ? 'no serious reaction' : reactions.join(', ')),
  sample: { version: '1.0', inForceFrom: '2026-01-15', reactions: ['Haematoma at the site of the harvest'] },
});
