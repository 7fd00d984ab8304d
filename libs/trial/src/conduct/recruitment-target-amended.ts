import { RECRUITMENT_TARGET } from '@bali/protocol';
import { calendarDate, line } from '@bali/schema';
import { reasonGiven } from '../condition.js';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { targetInForce, type TrialState } from '../trial/trial-state.js';
import { targetChanged } from './conditions.js';
import { recruitmentTarget } from './recruitment-target.js';

export const RecruitmentTargetAmended = defineTrialEvent('RecruitmentTargetAmended', {
  schemaVersion: 1,
  about: 'the recruitment target was amended',
  data: {
    formerTarget: recruitmentTarget,
    recruitmentTarget,
    protocolVersion: line('the protocol that the amendment makes'),
    amendedOn: calendarDate('when the amendment took effect'),
  },
  happened: 'amendedOn',
  mayGiveAwayArm: false,
  conditions: [targetChanged, reasonGiven('An amendment')],
  rules: [],
  computed: { fields: ['formerTarget'], from: formerTarget },
  afterLock: 'refused',
  notCorrectable: ['/formerTarget'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'AmendRecruitmentTarget', action: 'amend-recruitment-target' },
  sentence: (data) =>
    `the recruitment target was amended from ${data.formerTarget} to ${data.recruitmentTarget} patients on ` +
    `${data.amendedOn} (protocol ${data.protocolVersion})`,
  sample: {
    formerTarget: RECRUITMENT_TARGET.registered,
    recruitmentTarget: RECRUITMENT_TARGET.amended,
    protocolVersion: '2.0',
    amendedOn: '2026-06-01',
  },
});

function formerTarget(state: TrialState): { readonly formerTarget: number } {
  return { formerTarget: targetInForce(state) };
}
