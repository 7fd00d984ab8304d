import type { CalendarDate } from '@bali/protocol';
import { calendarDate, details, line, oneOf, siteCode } from '@bali/schema';
import { Type } from 'typebox';
import { refusal } from '../refusal.js';
import { defineTrialEvent, type TrialCondition, type TrialRule } from '../trial/define-trial-event.js';
import { siteOf } from '../trial/trial-state.js';
import { type Document, DOCUMENTS, putInForce } from '../trial/versions.js';

interface Version {
  readonly document: Document;
  readonly version: string;
  readonly site: string;
  readonly approvedByEthicsCommitteeOn: CalendarDate;
  readonly approvedByAuthorityOn?: CalendarDate;
  readonly inForceFrom: CalendarDate;
}

const knownSite: TrialCondition = {
  says: 'the site was opened',
  refuses: (state, _, { site }: Version) =>
    siteOf(state, site) === undefined
      ? refusal('site-unknown', `${site} is no site of this trial: open it first.`, '/site')
      : undefined,
};

const newVersion: TrialCondition = {
  says: 'the version of the document is not recorded for the site already',
  refuses: (state, _, { document, version, site }: Version) =>
    putInForce(state, document, site).some((one) => one.version === version)
      ? refusal(
          'version-already-recorded',
          `That version ${version} comes into force at ${site} is recorded already: correct the dates in it.`,
          '/version',
        )
      : undefined,
};

const approvedBefore: TrialRule = {
  says: 'No version is in force before it was approved.',
  refuses: ({ approvedByEthicsCommitteeOn, approvedByAuthorityOn, inForceFrom }: Version) =>
    [approvedByEthicsCommitteeOn, approvedByAuthorityOn ?? ''].every((approvedOn) => approvedOn <= inForceFrom)
      ? undefined
      : refusal('out-of-order', 'A version cannot be in force before it was approved.', '/inForceFrom'),
};

const protocolApprovedByAuthority: TrialRule = {
  says: 'A protocol is approved by the competent authority, too.',
  refuses: ({ document, approvedByAuthorityOn }: Version) =>
    document === 'consent-form' || approvedByAuthorityOn !== undefined
      ? undefined
      : refusal(
          'approval-missing',
          "A protocol needs the competent authority's approval: say when it was given.",
          '/approvedByAuthorityOn',
        ),
};

/** Which protocol and which consent form a site works by, and since when: each site gets them on a day of its own. */
export const VersionPutInForce = defineTrialEvent('VersionPutInForce', {
  schemaVersion: 1,
  about: 'a version of the protocol or of the consent form came into force at a site',
  data: {
    document: oneOf('which document', DOCUMENTS),
    version: line('its version'),
    site: siteCode,
    approvedByEthicsCommitteeOn: calendarDate('when the ethics committee approved it'),
    approvedByAuthorityOn: Type.Optional(calendarDate('when the competent authority approved it')),
    inForceFrom: calendarDate('the first day on which it is in force at the site'),
  },
  happened: 'approvedByEthicsCommitteeOn',
  mayGiveAwayArm: false,
  conditions: [knownSite, newVersion],
  rules: [approvedBefore, protocolApprovedByAuthority],
  computed: undefined,
  // It is no clinical data.
  afterLock: 'allowed',
  notCorrectable: ['/document', '/site'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'PutVersionInForce', action: 'put-version-in-force' },
  sentence: (data) =>
    `version ${data.version} of the ${data.document === 'protocol' ? 'protocol' : 'consent form'} is in force at ` +
    `${data.site} from ${data.inForceFrom}` +
    details(
      `approved by the ethics committee on ${data.approvedByEthicsCommitteeOn}`,
      data.approvedByAuthorityOn && `by the competent authority on ${data.approvedByAuthorityOn}`,
    ),
  sample: {
    document: 'consent-form',
    version: '3.0',
    site: 'REI',
    approvedByEthicsCommitteeOn: '2026-01-08',
    approvedByAuthorityOn: '2026-01-12',
    inForceFrom: '2026-01-15',
  },
});
