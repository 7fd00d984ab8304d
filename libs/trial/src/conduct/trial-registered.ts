import { FOLLOW_UP_VISITS, RECRUITMENT_TARGET, TRIAL } from '@bali/protocol';
import { calendarDate, line, REGISTRY_ID_PATTERN } from '@bali/schema';
import { Type } from 'typebox';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { recruitmentTarget } from './recruitment-target.js';
import { VISIT_RULES, visits, visitsInWords } from './visits.js';

export const TrialRegistered = defineTrialEvent('TrialRegistered', {
  schemaVersion: 1,
  about: 'the trial was registered',
  data: {
    registryId: Type.String({ description: 'the registry number', pattern: REGISTRY_ID_PATTERN }),
    acronym: line('the acronym'),
    title: line('the title'),
    sponsor: line('the sponsor'),
    protocolVersion: line('the protocol in force'),
    recruitmentTarget,
    visits,
    registeredOn: calendarDate('when it was registered'),
  },
  happened: 'registeredOn',
  mayGiveAwayArm: false,
  conditions: [],
  rules: VISIT_RULES,
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: ['/registryId'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RegisterTrial', action: 'register-trial' },
  sentence: (data) =>
    `the trial ${data.acronym} (${data.registryId}, “${data.title}”, sponsor ${data.sponsor}) was registered on ` +
    `${data.registeredOn} with protocol ${data.protocolVersion}, a target of ${data.recruitmentTarget} patients and ` +
    `the visits ${visitsInWords(data.visits)}`,
  sample: {
    registryId: TRIAL.id,
    acronym: TRIAL.acronym,
    title: TRIAL.title,
    sponsor: TRIAL.sponsor,
    protocolVersion: '1.0',
    recruitmentTarget: RECRUITMENT_TARGET.registered,
    visits: [...FOLLOW_UP_VISITS],
    registeredOn: '2026-01-05',
  },
});
