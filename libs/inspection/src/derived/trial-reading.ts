import { auditEntry, ScratchState, siteTimeZone, textReferencesOf } from '@bali/projections';
import { definitionOf, patientOfStream } from '@bali/trial';
import { plainRow } from './plain-telling.js';
import type { AuditRow, LedgerReading, StateFold } from './ledger-reading.js';

/** The clinical record: its state is the trial's, and its sentences are those of every audit log of ours. */
export const TRIAL_READING: LedgerReading = {
  ledger: 'trial',
  plainTeller: (record, _, telling) => plainRow(record, definitionOf(record.type, record.schemaVersion), telling),
  definitionOf,
  textsOf: textReferencesOf,
  patientOf: ({ stream }) => patientOfStream(stream),
  openState: (scratch) => trialState(new ScratchState(scratch)),
};

function trialState(state: ScratchState): StateFold {
  return {
    apply: (record, position, bytes) => state.apply({ record, position, bytes }),
    json: () => state.json(),
    teller: () => {
      const timeZoneOf = siteTimeZone(state.trial());
      return (record, position, { show, standing }): AuditRow =>
        auditEntry(position, record, { show, timeZoneOf, standingOf: () => standing });
    },
    close: () => state.close(),
  };
}
