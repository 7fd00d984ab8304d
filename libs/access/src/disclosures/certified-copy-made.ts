import { defineEvent, siteCode, whole } from '@bali/schema';
import { Type } from 'typebox';

export const CertifiedCopyMade = defineEvent('CertifiedCopyMade', {
  schemaVersion: 1,
  about: 'a certified copy of the records of a site was made for the site to keep',
  data: {
    site: siteCode,
    treeSize: whole('how many events the trial ledger had', 0, Number.MAX_SAFE_INTEGER),
    root: Type.String({ description: 'the root over them, SHA-256', pattern: '^[0-9a-f]{64}$' }),
    events: whole('how many of them are in the copy', 0, Number.MAX_SAFE_INTEGER),
    manifest: Type.String({
      description: 'SHA-256 of its manifest, which says which copy it was, to the byte',
      pattern: '^[0-9a-f]{64}$',
    }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/site', '/treeSize', '/root', '/events', '/manifest'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'MakeCertifiedCopy', action: 'make-certified-copies' },
  sentence: (data) =>
    `had a certified copy made of the records of the site ${data.site}, for the site to keep: ${data.events} of the ` +
    `${data.treeSize} events of the trial ledger, which have the root ${data.root} (SHA-256 of the manifest: ${data.manifest})`,
  sample: { site: 'REI', treeSize: 683, root: '5f'.repeat(32), events: 148, manifest: 'a0'.repeat(32) },
});
