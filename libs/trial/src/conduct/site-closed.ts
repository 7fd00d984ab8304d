import { calendarDate, siteCode } from '@bali/schema';
import { reasonGiven } from '../condition.js';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { closedAfterOpening, siteOpen } from './conditions.js';

export const SiteClosed = defineTrialEvent('SiteClosed', {
  schemaVersion: 1,
  about: 'a site was closed',
  data: { site: siteCode, closedOn: calendarDate('when it was closed') },
  happened: 'closedOn',
  mayGiveAwayArm: false,
  conditions: [siteOpen, closedAfterOpening, reasonGiven('Closing a site')],
  rules: [],
  computed: undefined,
  // It is no clinical data, and goes on after the lock.
  afterLock: 'allowed',
  notCorrectable: ['/site'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'CloseSite', action: 'close-site' },
  sentence: ({ site, closedOn }) => `the site ${site} was closed on ${closedOn}`,
  sample: { site: 'REI', closedOn: '2026-11-02' },
});
