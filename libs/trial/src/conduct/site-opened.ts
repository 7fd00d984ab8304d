import { calendarDate, line, siteCode, timeZone } from '@bali/schema';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { openAgainAfterClosure, siteCodeFree, siteNotOpenAlready } from './conditions.js';

export const SiteOpened = defineTrialEvent('SiteOpened', {
  schemaVersion: 1,
  about: 'a site was opened',
  data: {
    site: siteCode,
    name: line('the hospital'),
    city: line('where it is'),
    timeZone,
    openedOn: calendarDate('when it was opened'),
  },
  happened: 'openedOn',
  mayGiveAwayArm: false,
  conditions: [siteCodeFree, siteNotOpenAlready, openAgainAfterClosure],
  rules: [],
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: ['/site'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'OpenSite', action: 'open-site' },
  sentence: (data) =>
    `the site ${data.site} (${data.name}, ${data.city}, time zone ${data.timeZone}) was opened on ${data.openedOn}`,
  sample: {
    site: 'REI',
    name: 'CHU de Reims',
    city: 'Reims',
    timeZone: 'Europe/Paris',
    openedOn: '2026-01-15',
  },
});
