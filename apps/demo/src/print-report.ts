import { type Person, ROLES } from '@bali/access';
import { percentWithInterval, pValue } from '@bali/analysis';
import { LEDGERS } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { INSPECTOR } from './cohort/people.js';
import type { ConsortFlow, DemoReport, PrimaryEndpoint } from './demo-report.js';

const WIDTH = 100;

/** A line with a number at its right end. */
function counted(indent: number, text: string, count: number): string {
  const label = `${'  '.repeat(indent)}${text} `;
  return `${label.padEnd(WIDTH - 6, '.')} ${String(count).padStart(5)}`;
}

export function heading(text: string): readonly string[] {
  return ['', text, '-'.repeat(text.length)];
}

/** A report as a person would want to read it. */
export function reportLines(report: DemoReport): readonly string[] {
  const { seed, target, participantFlow, primaryEndpoint, eventsByType, refusals, commands } = report;
  return [
    `${TRIAL.acronym}, ${TRIAL.title} (${TRIAL.id}): a synthetic trial, seed ${seed}`,
    `Target: ${target.registered} patients, amended to ${target.inForce} while the trial ran`,
    ...heading('Participant flow (CONSORT), both arms together'),
    ...flowLines(participantFlow),
    ...heading('Primary endpoint, both arms together'),
    ...endpointLines(primaryEndpoint),
    ...byArmLines(report.byArm),
    ...heading('Events in the trial ledger'),
    ...Object.entries(eventsByType).map(([type, count]) => counted(0, type, count)),
    ...heading('Refused, as the script wants it'),
    ...refusals.map(({ command, code, detail }) => `${command.split('/').slice(1).join(' ')}: ${code}: ${detail}`),
    ...heading('Digests: the same seed and software give the same, on any machine'),
    `History  ${report.history.root} (RFC 6962, ${report.history.treeSize} leaves)`,
    `Sealed   ${report.sealed.root} (${report.sealed.treeSize} leaves)`,
    `Access   ${report.access.root} (${report.access.treeSize} leaves)`,
    `State    ${report.stateDigest} (SHA-256)`,
    `Signed daily: ${LEDGERS.map((ledger) => `${report.checkpoints[ledger]} checkpoints of the ${ledger} ledger`).join(', ')}`,
    '',
    `${commands} commands through HTTP, each durable before it was answered, in ${report.seconds.toFixed(1)} s`,
    `Data: ${report.dataDirectory}${report.isKept ? '' : ' (temporary: give --data DIR to keep it)'}`,
  ];
}

function flowLines(flow: ConsortFlow): readonly string[] {
  const { excluded } = flow;
  return [
    counted(0, 'Consented', flow.consented),
    counted(0, 'Assessed for eligibility', flow.assessedForEligibility),
    counted(1, 'Excluded (a patient may be excluded by several criteria)', excluded.total),
    ...excluded.byCriterion.map(({ kind, number, sentence, patients }) =>
      counted(2, `${kind === 'inclusion' ? 'not' : 'has'} ${kind} ${number}: ${sentence}`, patients),
    ),
    counted(1, 'Not yet decidable', flow.notYetDecidable),
    counted(1, 'Eligible, not randomized', flow.eligibleNotRandomized),
    counted(0, 'Randomized', flow.randomized),
    counted(1, 'Bone marrow harvested', flow.harvested),
    counted(1, 'Implanted', flow.implanted),
    ...flow.followed.map(({ visit, title, assessed }) => counted(2, `Seen at ${visit} (${title})`, assessed)),
    counted(1, 'Withdrew consent', flow.withdrawn),
    counted(1, 'Lost to follow-up', flow.lostToFollowUp),
    counted(1, 'Died', flow.died),
    counted(1, 'Completed the follow-up', flow.completed),
    counted(0, 'Analysed (evaluable for the primary endpoint)', flow.analysed),
  ];
}

function endpointLines(endpoint: PrimaryEndpoint): readonly string[] {
  const { evaluable, survivedWithoutMajorAmputation, majorAmputations, deaths, censored, notYetEvaluable } = endpoint;
  const part = (count: number): string => (evaluable === 0 ? '' : `, ${((100 * count) / evaluable).toFixed(1)} %`);
  return [
    counted(0, 'Randomized', endpoint.randomized),
    counted(0, 'Evaluable at 6 months', evaluable),
    counted(1, `Alive without major amputation${part(survivedWithoutMajorAmputation)}`, survivedWithoutMajorAmputation),
    counted(1, `Major amputation${part(majorAmputations)}`, majorAmputations),
    counted(1, `Died${part(deaths)} (some after a major amputation)`, deaths),
    counted(0, 'Not evaluable: withdrew', censored.withdrawn),
    counted(0, 'Not evaluable: lost to follow-up', censored.lostToFollowUp),
    counted(0, 'Not yet evaluable', notYetEvaluable.followUpUnderWay + notYetEvaluable.visitOverdue),
  ];
}

/** Survival without major amputation by arm, once the trial is unblinded: Kaplan–Meier, 95 % intervals, log-rank test. */
function byArmLines(byArm: DemoReport['byArm']): readonly string[] {
  if (byArm === undefined) return [];
  return [
    ...heading('Survival without major amputation at 6 months, by arm, once unblinded'),
    ...byArm.groups.map(
      ({ group, patients, events, atSixMonths }) =>
        `${group.padEnd(10)} ${String(patients).padStart(3)} patients, ${String(events).padStart(2)} events, ` +
        percentWithInterval(atSixMonths),
    ),
    `Log-rank test, two-sided: p ${pValue(byArm.p)}. The patients are made up: so is the result.`,
  ];
}

/** Somebody who can sign in. */
export interface PublicAccount {
  readonly person: Person;
  readonly password: string;
}

/** What to open and to type while the demo stays up. */
export function invitationLines(url: string, accounts: readonly PublicAccount[]): readonly string[] {
  return [
    ...heading('Served until Ctrl-C'),
    `${url}/docs            the API, to try (paste a token after "Authorize")`,
    `${url}/openapi.json    its description (OpenAPI 3.1)`,
    `${url}/health/ready    whether it is ready`,
    `${url}/v1/reports/primary-endpoint           the endpoint, both arms together`,
    `${url}/v1/reports/statistics/document        the statistical report, both arms together, to read and to print`,
    `${url}/v1/reports/statistics/by-arm/document the same by arm: each reading is in the access ledger`,
    ...heading('Keys: they are made of the seed, so anybody can open what is sealed here. Record nothing real in it'),
    ...heading('Accounts: one for each role, with passwords that anybody can know. Keep this to your own machine'),
    ...accountLines(accounts),
    ...heading('To sign in, and to use the token of the answer'),
    ...signInLines(url, accounts),
  ];
}

function accountLines(accounts: readonly PublicAccount[]): readonly string[] {
  const rows = accounts.map(({ person: { userId, name, role, sites }, password }) => {
    const title = ROLES[role].title;
    return [userId, password, `${name}, ${sites.length === 0 ? title : `${title} at ${sites.join(', ')}`}`] as const;
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function signInLines(url: string, accounts: readonly PublicAccount[]): readonly string[] {
  const inspector = accounts.find(({ person }) => person === INSPECTOR);
  if (inspector === undefined) return [];
  const credentials = JSON.stringify({ userId: inspector.person.userId, password: inspector.password });
  return [
    `curl -H 'Content-Type: application/json' -d '${credentials}' '${url}/v1/sessions'`,
    `curl -H 'Authorization: Bearer TOKEN' '${url}/v1/audit-log?limit=5'`,
    `curl -H 'Authorization: Bearer TOKEN' '${url}/v1/delegation-log'`,
  ];
}
