import { BODIES, PASSWORD, type SiteApiUnderTest, someoneIn } from '@bali-app/site-api/testing';
import { on, type Sent, type Situation } from '../situation.js';
import { call, completion, judgement, ofTheUnit, signOff, visit } from './steps.js';

const AT_THE_END = [visit('M6', '2011-09-05'), completion('2011-09-05', on('2011-09-06'))];
const EVERYTHING = ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'];
const event = (changes: object = {}) => ({
  ...{ ...BODIES.adverseEvent, startedOn: '2011-05-01', awareAt: '2011-05-02T09:00:00Z' },
  ...changes,
});
const report = (changes: object, more: Partial<Sent> = {}): Sent => ({
  ...{ what: 'an adverse event', at: on('2011-05-02'), path: 'adverse-events', body: event(changes) },
  ...more,
});

/** An emergency physician signs with a recovery code, of those that were made for such a night. */
async function openAtNight(api: SiteApiUnderTest, patient: string): Promise<void> {
  const as = someoneIn('emergency-physician');
  const made = await api.post<{ codes: string[] }>('/v1/recovery-codes', { password: PASSWORD }, { as });
  const body = { reason: 'anaphylactic shock: the emergency department has to know what was implanted' };
  const path = `/v1/patients/${patient}/emergency-unblinding`;
  const { body: asked } = await api.post<{ signature?: { meaning: string } }>(path, body, { as });
  const signature = { meaning: asked.signature?.meaning, password: PASSWORD, recoveryCode: made.body.codes[0] };
  const answer = await api.post(path, { ...body, signature }, { as });
  if (answer.status !== 201) throw new Error(answer.text);
}

/** Consent, sites, safety and emergencies: what comes from around the trial. */
export const AROUND: readonly Situation[] = [
  {
    name: 'the patient withdrew, and consents again three weeks later',
    until: 'M1',
    then: [
      {
        ...{ what: 'the withdrawal', at: on('2011-05-02'), path: 'consent-withdrawal' },
        body: { withdrawnOn: '2011-05-02', from: ['treatment', 'follow-up'] },
      },
      { ...call('2011-05-10'), refused: 'consent-withdrawn' },
      {
        ...{ what: 'the new consent', at: on('2011-05-23'), path: 'consent-renewals' },
        body: { renewedOn: '2011-05-23', informationVersion: '2.1', to: EVERYTHING, why: 'after-withdrawal' },
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the patient withdrew from everything, and a register tells the death',
    until: 'M1',
    then: [
      {
        ...{ what: 'the withdrawal', at: on('2011-05-02'), path: 'consent-withdrawal' },
        body: { withdrawnOn: '2011-05-02', from: EVERYTHING },
      },
      {
        ...{ what: 'the death, heard of from the family', at: on('2011-08-20'), path: 'death' },
        body: {
          ...BODIES.death,
          diedOn: '2011-08',
          where: 'elsewhere',
          knownFrom: 'family',
          awareAt: '2011-08-20T09:00:00Z',
        },
        refused: 'consent-withdrawn',
      },
      {
        ...{ what: 'the death, read in the register', at: on('2011-08-25'), path: 'death' },
        body: {
          ...{ ...BODIES.death, diedOn: '2011-08', where: 'elsewhere', knownFrom: 'public-register', cause: 'unknown' },
          awareAt: '2011-08-25T09:00:00Z',
        },
      },
    ],
    status: 'died',
  },
  {
    name: 'a new consent form came into force, and the patient signed the old one by mistake',
    site: 'PAR',
    until: 'M1',
    then: [
      ...[
        { version: '2.1', inForceFrom: '2009-06-20' },
        { version: '3.0', inForceFrom: '2011-05-01' },
      ].map(({ version, inForceFrom }): Sent => ({
        ...{ what: `form ${version}`, at: on('2011-04-20'), by: 'sponsor-coordinator', path: '/v1/sites/PAR/versions' },
        body: { document: 'consent-form', version, approvedByEthicsCommitteeOn: '2009-06-10', inForceFrom },
      })),
      {
        ...{ what: 'the old form', at: on('2011-06-06'), path: 'consent-renewals' },
        body: { renewedOn: '2011-06-06', informationVersion: '2.1', to: EVERYTHING, why: 'new-form' },
        refused: 'form-not-in-force',
      },
      {
        ...{ what: 'the old form, as it was', at: on('2011-06-06'), path: 'consent-renewals' },
        body: {
          renewedOn: '2011-06-06',
          informationVersion: '2.1',
          formNotInForce: 'yes',
          to: EVERYTHING,
          why: 'new-form',
        },
      },
      {
        ...{ what: 'the new form', at: on('2011-06-20'), path: 'consent-renewals' },
        body: { renewedOn: '2011-06-20', informationVersion: '3.0', to: EVERYTHING, why: 'new-form' },
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the patient moves from Reims to Strasbourg, and has an adverse event there',
    until: 'M1',
    then: [
      {
        ...{ what: 'to where the patient is', at: on('2011-04-29'), path: 'transfers' },
        body: { transferredOn: '2011-04-29', toSite: 'REI' },
        refused: 'already-at-site',
      },
      {
        ...{ what: 'the transfer', at: on('2011-05-01'), path: 'transfers' },
        body: { transferredOn: '2011-05-01', toSite: 'STR' },
      },
      report({}, { refused: 'another-site' }),
      report({}, { site: 'STR' }),
      { ...visit('M6', '2011-09-05'), site: 'STR' },
      { ...completion('2011-09-05', on('2011-09-06')), site: 'STR' },
    ],
    status: 'completed',
  },
  {
    name: 'a physician of the emergency service opens the code at night',
    until: 'implanted',
    then: [
      ofTheUnit('the opening', '2011-03-20T02:10:00.000Z', openAtNight),
      report({}, { body: event({ startedOn: '2011-03-20', awareAt: '2011-03-20T09:00:00Z' }), at: on('2011-03-20') }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'an investigator opens the code at night, and another one judges from then on',
    until: 'implanted',
    then: [
      {
        ...{ what: 'the opening', at: '2011-03-20T02:00:00.000Z', path: 'emergency-unblinding' },
        ...{ another: true, body: { reason: 'anaphylactic shock' }, names: 'opening' },
      },
      {
        ...{ what: 'what followed from it', at: '2011-03-20T09:00:00.000Z', path: 'unblinding-impact-assessments' },
        another: true,
        body: ({ opening }) => ({
          unblinding: opening,
          impact: 'treatment-changed',
          assessment: 'adrenaline was given',
        }),
      },
      report(
        { startedOn: '2011-03-20', awareAt: '2011-03-20T02:00:00Z' },
        {
          ...{
            what: 'judged by somebody who knows',
            at: on('2011-03-20'),
            another: true,
            refused: 'assessor-unblinded',
          },
        },
      ),
      {
        ...{ what: 'judged under seal', at: on('2011-03-20'), another: true, path: 'sealed-judgements' },
        body: { findings: { foundOn: '2011-03-20', ulcers: 'no' }, text: 'as I see it, knowing what was implanted' },
      },
      report({ startedOn: '2011-03-20', awareAt: '2011-03-20T02:00:00Z' }, { at: '2011-03-20T16:05:00.000Z' }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'a coordinator reports a serious adverse event at once, and the investigator judges it on Monday',
    until: 'M3',
    then: [
      report(
        { severity: undefined, relatedTo: undefined, startedOn: '2011-08-05', awareAt: '2011-08-06T20:00:00Z' },
        { at: '2011-08-06T20:30:00.000Z', by: 'study-coordinator' },
      ),
      ...AT_THE_END,
      { ...signOff(on('2011-09-07')), refused: 'adverse-event-not-judged' },
      judgement('2011-09-08', { seriousness: ['hospitalisation'], outcome: 'recovered', endedOn: '2011-08-20' }),
    ],
    status: 'completed',
  },
  {
    name: 'the patient died of an adverse event that was reported before',
    until: 'M1',
    then: [
      report({}),
      {
        ...{ what: 'its outcome, before the death', at: on('2011-05-10'), path: 'adverse-events/1/follow-ups' },
        body: {
          ...{ assessedOn: '2011-05-10', awareAt: '2011-05-10T09:00:00Z', seriousness: ['death'], outcome: 'fatal' },
        },
        refused: 'fatal-outcome-without-death',
      },
      {
        ...{ what: 'the death', at: on('2011-05-10'), path: 'death' },
        body: { ...BODIES.death, diedOn: '2011-05-09', awareAt: '2011-05-10T09:00:00Z', adverseEvent: 1 },
      },
      judgement('2011-05-11', { seriousness: ['death'], outcome: 'fatal' }),
    ],
    status: 'died',
  },
  {
    name: 'the leg that was not treated was amputated after an accident',
    until: 'M1',
    then: [
      {
        ...{ what: 'the amputation', at: on('2011-05-12'), path: 'amputations', names: 'leg' },
        body: {
          ...{
            performedOn: '2011-05-11',
            where: 'at-the-site',
            side: 'right',
            level: 'below-knee',
            indication: 'trauma',
          },
          awareAt: '2011-05-12T09:00:00Z',
        },
      },
      judgement('2011-05-13', { seriousness: ['hospitalisation'], outcome: 'recovering' }),
      {
        ...visit('M6', '2011-09-05'),
        body: ({ leg }) => ({
          ...{ ...BODIES.visit, visit: 'M6', assessedOn: '2011-09-05' },
          limbs: { left: { amputated: 'no' }, right: { amputated: 'yes', entry: leg } },
        }),
      },
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'somebody wrote a name into a comment, and the data manager has it erased',
    until: 'M3',
    then: [
      { ...visit('M6', '2011-09-05', { comment: 'brought by her daughter, Mrs Exemple' }), names: 'visit' },
      {
        ...{ what: 'the erasure', at: on('2011-09-06'), by: 'data-manager', path: 'redactions' },
        body: ({ visit: redactedEvent }) => ({
          ...{ redactedEvent, field: '/data/comment', why: 'names-a-person', reason: 'the site asks for it' },
        }),
      },
      completion('2011-09-05', on('2011-09-07')),
    ],
    status: 'completed',
  },
  {
    name: 'aspirin was stopped by mistake, and is taken again',
    until: 'M1',
    then: [
      {
        ...{ what: 'aspirin', at: on('2011-05-02'), path: 'concomitant-treatments' },
        body: { kind: 'anti-platelet', medicine: 'acetylsalicylic acid', startedOn: '2008' },
      },
      ...[
        { changedOn: '2011-06', change: 'ended', why: 'other' },
        { changedOn: '2011-07-04', change: 'resumed', why: 'other' },
      ].map((body): Sent => ({
        ...{ what: `aspirin ${body.change}`, at: on('2011-07-05'), path: 'concomitant-treatments/1/changes', body },
      })),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
];
