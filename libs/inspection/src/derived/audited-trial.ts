import { auditEntry, PatientSites, siteTimeZone, textReferencesOf } from '@bali/projections/portable';
import { inPlainWords } from '@bali/schema';
import { definitionOf, patientOfStream } from '@bali/trial';
import type { AuditRow, AuditedLedger, StateFold, TrialStateFold } from './audited-ledger.js';
import { plainRow } from './plain-row.js';

/** The clinical record: its state is the trial's, and its sentences are those of every audit log of ours. */
export const AUDITED_TRIAL: AuditedLedger = {
  ledger: 'trial',
  plainRows: () => (record, _, context) =>
    plainRow(record, inPlainWords(record.data as object, definitionOf(record.type, record.schemaVersion)), context),
  definitionOf,
  textsOf: textReferencesOf,
  patientOf: ({ stream }) => patientOfStream(stream),
  openState: (openTrialState) => trialState(openTrialState()),
};

function trialState(state: TrialStateFold): StateFold {
  return {
    apply: (record, position, bytes) => state.apply({ record, position, bytes }),
    json: () => state.json(),
    rows: (wording) => {
      const timeZoneOf = siteTimeZone(state.trial());
      const sites = new PatientSites();
      return (record, position, { show, standing }): AuditRow => {
        const site = sites.siteOf(record);
        sites.take(record);
        return auditEntry(position, record, {
          ...{ show, wording, timeZoneOf },
          standingOf: () => standing,
          siteOf: () => site,
        });
      };
    },
    close: () => state.close(),
  };
}
