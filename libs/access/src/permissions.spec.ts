import { describe, expect, it } from '@jest/globals';
import { ACTIONS, GRANTS, notOfThisRole, permits } from './permissions.js';
import { permissionsAsMarkdown } from './permissions-table.js';
import { type Role, ROLE_IDS, ROLES } from './roles.js';

/** The table as it was agreed, written by hand: a grant that changes must change here too. */
const AGREED: Readonly<Record<Role, string>> = {
  investigator:
    'record-consent record-screening record-baseline confirm-eligibility randomize record-harvest record-implantation acknowledge-alert ' +
    'record-follow-up record-contact record-missed-visit record-amputation record-revascularization ' +
    'report-adverse-event record-concomitant-treatment record-diagnosis record-same-person transfer-patient record-consent-renewal record-consent-withdrawal ' +
    'record-loss-to-follow-up record-completion record-death sign-off-patient unblind-in-emergency unblind-as-planned ' +
    'read-own-unblinding assess-unblinding seal-judgement make-open-records read-open-records read-unblinding-register correct-data annul-entries request-annulment record-erratum answer-query report-deviation read-work-list issue-calendar-feed read-trial read-patients ' +
    'read-audit-log read-receipts make-certified-copies read-free-texts read-free-texts-at-once read-events manage-own-access',
  'study-coordinator':
    'record-consent record-screening record-baseline record-harvest record-implantation acknowledge-alert ' +
    'record-follow-up record-contact record-missed-visit record-amputation record-revascularization ' +
    'report-adverse-event record-concomitant-treatment record-diagnosis transfer-patient record-consent-renewal record-consent-withdrawal record-loss-to-follow-up ' +
    'record-completion record-death seal-judgement read-unblinding-register correct-data annul-entries answer-query report-deviation read-work-list issue-calendar-feed read-trial read-patients read-audit-log ' +
    'read-receipts make-certified-copies read-free-texts read-free-texts-at-once read-events manage-own-access',
  'emergency-physician':
    'unblind-in-emergency identify-patient read-own-unblinding assess-unblinding seal-judgement manage-own-access make-recovery-codes',
  'cell-therapy-unit':
    'correct-trial-data release-product record-cells read-cells confirm-unit-records draw-randomization-list print-cards document-cards read-arm-readings read-open-records read-unblinding-register annul-entries annul-trial-entries raise-query close-query read-work-list read-trial ' +
    'read-patients read-audit-log redact-sealed-text read-free-texts read-unblinding-texts read-events ' +
    'manage-own-access',
  'sponsor-coordinator':
    'register-trial amend-recruitment-target amend-visit-schedule open-site put-version-in-force correct-trial-data authorise-trial-erratum close-site ' +
    'put-reference-information-in-force lock-database unlock-database fix-analysis-plan unblind-trial read-allocations read-arm-readings read-open-records read-sealed-judgements read-interim-looks read-case-outcomes read-unit-deviations assess-trial-unblinding read-unblinding-register ' +
    'acknowledge-erratum annul-trial-entries assess-deviation read-work-list read-site-performance ' +
    'read-trial read-patients read-audit-log read-free-texts review-audit-trail document-audit-trail-review read-events read-delegation-log manage-own-access export-data',
  monitor:
    'read-unblinding-register confirm-annulment raise-query close-query verify-source-data report-deviation read-work-list read-site-performance issue-calendar-feed read-trial read-patients read-audit-log read-free-texts read-free-texts-at-once review-text review-audit-trail document-audit-trail-review read-events read-delegation-log ' +
    'manage-own-access',
  'data-manager':
    'code-entries read-unblinding-register confirm-annulment raise-query close-query report-deviation read-work-list read-site-performance read-trial read-patients read-audit-log redact-text read-free-texts review-audit-trail document-audit-trail-review read-events manage-own-access export-data',
  'safety-officer':
    'assess-adverse-event hand-over-case code-entries put-reference-information-in-force read-unblinding-register raise-query close-query read-work-list read-trial read-safety read-patients read-audit-log read-free-texts read-free-texts-at-once read-events manage-own-access',
  'endpoint-adjudicator':
    'read-unblinding-register adjudicate-endpoint read-work-list read-trial read-patients read-audit-log read-free-texts read-events manage-own-access',
  'blinded-statistician':
    'fix-analysis-plan read-interim-looks read-unblinding-register raise-query close-query read-work-list read-trial read-outcomes read-patients read-audit-log read-free-texts read-events manage-own-access export-data',
  'unblinded-statistician':
    'read-allocations read-arm-readings read-open-records read-sealed-judgements read-interim-looks read-case-outcomes read-unit-deviations read-unblinding-register read-trial read-safety read-outcomes read-patients read-audit-log read-free-texts read-events manage-own-access export-data',
  'data-monitoring-board':
    'read-arm-readings read-board-tables document-board-recommendation read-interim-looks read-unblinding-register read-trial read-safety read-outcomes read-patients read-audit-log read-free-texts read-events manage-own-access',
  'unblinded-safety-officer':
    'read-arm-readings open-case-for-report document-case-outcome read-case-outcomes read-unblinding-register read-trial read-safety read-patients read-audit-log read-free-texts read-free-texts-at-once read-unblinding-texts read-events manage-own-access',
  'deviation-assessor': 'judge-unit-deviations read-unit-deviations manage-own-access',
  inspector:
    'read-interim-looks read-unblinding-register read-site-performance read-trial read-safety read-outcomes read-patients read-audit-log read-free-texts review-audit-trail read-events read-delegation-log ' +
    'manage-own-access inspect-ledgers inspect-trial-ledger inspect-access-ledger replay-trial export-packages export-data',
  'inspector-with-sealed-access':
    'read-cells read-arm-readings read-open-records read-interim-looks read-case-outcomes read-unit-deviations read-unblinding-register read-site-performance read-trial read-safety read-outcomes read-patients read-audit-log read-free-texts ' +
    'read-unblinding-texts review-audit-trail read-events read-delegation-log manage-own-access inspect-ledgers inspect-trial-ledger ' +
    'inspect-sealed-ledger inspect-access-ledger replay-trial export-packages export-data',
  administrator:
    'read-unblinding-register read-delegation-log manage-accounts manage-own-access inspect-ledgers inspect-access-ledger export-packages ' +
    'read-operations',
};

describe('permits', () => {
  it.each(ROLE_IDS)('[P11-10g] lets the %s do what was agreed, and nothing else', (role) => {
    expect(ACTIONS.filter((action) => permits(role, action)).join(' ')).toBe(AGREED[role]);
  });

  it('[P11-10d] refuses a role or an action that the table does not know', () => {
    for (const role of ['', 'sponsor', 'constructor', '__proto__', 'investigator record-consent']) {
      expect(ACTIONS.some((action) => permits(role as Role, action))).toBe(false);
    }
    expect(permits('investigator', 'toString' as 'randomize')).toBe(false);
    expect(permits('investigator', '' as 'randomize')).toBe(false);
  });

  it('[EMA-66] lets nobody but site staff record or change clinical data', () => {
    const sponsors = ROLE_IDS.filter((role) => !ROLES[role].atSites && role !== 'cell-therapy-unit');
    const clinical = ACTIONS.filter((action) => /^(record|report-adverse|correct-data|randomize|release)/.test(action));
    expect(sponsors.flatMap((role) => clinical.filter((action) => permits(role, action)))).toEqual([]);
  });

  it('gives each action a title and somebody who may do it', () => {
    for (const action of ACTIONS) {
      expect(GRANTS[action].title).not.toBe('');
      expect(GRANTS[action].roles.length).toBeGreaterThan(0);
    }
  });
});

describe('notOfThisRole', () => {
  it('[P11-10g] says in words what is refused to whom, and who may do it', () => {
    expect(notOfThisRole('study-coordinator', 'confirm-eligibility')).toBe(
      'You act as: Study coordinator. “Confirm that a patient is eligible” is for: Investigator. Ask somebody who holds that role, or ' +
        'sign in in it, if it is delegated to you.',
    );
    for (const action of ACTIONS) {
      const sentence = notOfThisRole('administrator', action);
      for (const role of GRANTS[action].roles) expect(sentence).toContain(ROLES[role].title);
    }
  });
});

describe('permissionsAsMarkdown', () => {
  it('prints every role and action, and a reason where it is not plain', () => {
    const page = permissionsAsMarkdown();
    for (const role of ROLE_IDS) expect(page).toContain(`- \`${role}\`: ${ROLES[role].title}`);
    for (const action of ACTIONS) expect(page).toContain(`(\`${action}\`)`);
    expect(page).toContain('- `release-product`: only the unit that made it knows what it is.');
    const width = new Set(
      page
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split('|').length),
    );
    expect([...width]).toEqual([ROLE_IDS.length + 3]);
  });
});
