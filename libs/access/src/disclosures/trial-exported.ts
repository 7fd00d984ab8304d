import { defineEvent, oneOf, whole } from '@bali/schema';
import { Type } from 'typebox';

export const TrialExported = defineEvent('TrialExported', {
  schemaVersion: 1,
  about: 'the data of the trial was exported, or begun to be exported, in a standard format',
  data: {
    format: Type.String({ description: 'the format', pattern: '^[a-z][a-z0-9-]{0,31}$' }),
    position: whole('the last event of the trial ledger that is in it', 0, Number.MAX_SAFE_INTEGER),
    arms: oneOf('whether arms are in it, where the trial was unblinded by that event', ['masked', 'shown']),
    export: Type.String({ description: 'identifier of the export', format: 'uuid' }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/format', '/position', '/arms', '/export'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ExportTrial', action: 'export-data' },
  sentence: (data) =>
    `had the data of the trial exported as ${data.format}, as of event ${data.position}, with arms ${data.arms} (export ${data.export})`,
  sample: { format: 'dataset-json', position: 682, arms: 'masked', export: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55' },
});
