import { defineEvent, whole } from '@bali/schema';
import { Type } from 'typebox';

/** The longest description of filters that is kept. */
export const MAX_FILTERS_LENGTH = 500;

/** Somebody took entries of the trial ledger's audit log along as a table. */
export const AuditLogExported = defineEvent('AuditLogExported', {
  schemaVersion: 1,
  about: 'entries of the audit log of the trial ledger were given to somebody as a table',
  data: {
    entries: whole('how many entries it holds', 0, Number.MAX_SAFE_INTEGER),
    treeSize: whole('how many events the ledger had', 0, Number.MAX_SAFE_INTEGER),
    filters: Type.String({
      description: 'what they were filtered by, as a query; of a text that was looked for, only that one was',
      maxLength: MAX_FILTERS_LENGTH,
    }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/entries', '/treeSize', '/filters'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ExportAuditLog', action: 'read-audit-log' },
  sentence: ({ entries, treeSize, filters }) =>
    `took ${entries} entries of the audit log of the trial ledger along, of ${treeSize} events` +
    (filters === '' ? '' : `, filtered by ${filters}`),
  sample: { entries: 21, treeSize: 683, filters: 'type=DataCorrected&site=REI' },
});
