import { type Instant, patientCode, type Site, SITES } from '@bali/protocol';
import { cardsOf, Chance } from '../chance.js';
import { adjudicationDrafts } from './adjudication.js';
import { afterTheLock, erratumOfTheTrial } from './after-the-lock.js';
import { baselineDraft } from './baseline.js';
import { boardMeeting } from './board.js';
import { CARDS_PATH, randomizationByCard } from './cards.js';
import { CELLS_PATH } from './cells.js';
import { courseOf } from './course.js';
import type { Draft } from './draft.js';
import { randomization } from './enrolment.js';
import { type Fate, FATES } from './fate.js';
import { plusMinutes } from './moments.js';
import {
  ADJUDICATOR,
  CELL_THERAPY_UNIT,
  DATA_MANAGER,
  EMERGENCY_PHYSICIAN,
  investigatorAt,
  MONITOR,
  SAFETY_OFFICER,
  SPONSOR_COORDINATOR,
  openClinicianAt,
  UNBLINDED_SAFETY_OFFICER,
  studyCoordinatorAt,
} from './people.js';
import { compare, type Recruited, recruit } from './recruitment.js';
import type { About, Keyless, Script, ScriptedCommand } from './script.js';
import { safetyDrafts } from './safety.js';
import { eligibilityConfirmation, signatureOf, signOffs } from './signing.js';
import { plannedUnblinding, trialUnblinding } from './unblinding.js';
import { oversightDrafts } from './oversight.js';
import { putRightDrafts } from './put-right.js';
import { readingsOf } from './text-reviews.js';
import { type Move, moveOf, samePersonOf, siteAt } from './whereabouts.js';
import {
  databaseLock,
  registrationAndSites,
  scheduleAmendment,
  siteClosure,
  targetAmendment,
  type Targets,
} from './trial-frame.js';

export interface CohortOptions {
  /** A whole number: the same one gives the same script. */
  readonly seed: number;
  /** How many are randomized: the recruitment target is amended to it while the trial runs. */
  readonly patients: number;
}

/** The site that is closed at the end. */
const CLOSED_SITE = 'MUL';
/** The part of the places that are taken when the target is amended. */
const AMENDED_AT = 0.6;
/** Whose turn it is to be randomized while the network is down, counted from 0. */
const BY_CARD = 1;

/** A whole synthetic trial as the commands that record it: from the registration to the lock. */
export function cohortScript({ seed, patients: places }: CohortOptions): Script {
  const chance = new Chance(String(seed), `cohort of ${places}`);
  const targets: Targets = { registered: Math.max(110, 2 * places), amended: places };
  const recruited = recruit(places, chance);
  const turns = inTurn(recruited);
  const amendment = targetAmendment(targets, turns[Math.ceil(places * AMENDED_AT) - 1]?.askedAt ?? '');
  const fates = cardsOf(FATES, chance.for('fates'));
  const dealt = turns.slice(0, places).map((patient) => [patient, fates.next().value] as const);
  const fateOf = new Map(dealt);
  const [recalled] = dealt.find(([, fate]) => fate === 'recalled') ?? [];
  if (recalled !== undefined) fateOf.set(recalled, 'recalled-and-harvested-again');
  const numberedPatients = numbered(recruited);
  const same = samePersonOf(numberedPatients);
  const byCard = turns[BY_CARD];
  const mover = turns.find(
    (patient) => fateOf.get(patient) === 'completed' && patient.candidate.site !== SITES[0] && patient !== byCard,
  );
  const mistaken = turns.find(
    (patient) =>
      fateOf.get(patient) === 'completed' && ![byCard, mover].includes(patient) && comesToFirstVisit(patient),
  );
  const histories = numberedPatients.map(({ code, patient }) => {
    const later = laterDrafts(patient, fateOf.get(patient), amendment.at, {
      isByCard: patient === byCard,
      isMistaken: patient === mistaken,
    });
    const drafts = [...patient.enrolment.drafts, ...later];
    const moved = patient === mover ? moveOf(patient.candidate.site, drafts) : undefined;
    const whole = [...drafts, ...(moved === undefined ? [] : [moved.draft])];
    return { code, patient, move: moved?.move, drafts: same?.code === code ? asSamePerson(whole, same) : whole };
  });
  const readings = readingsOf(histories);
  const patients = histories.flatMap(({ code, patient, move, drafts }) =>
    commandsOf(code, patient, [...drafts, ...(readings.get(code) ?? [])], move),
  );
  const frame = [
    ...registrationAndSites(targets),
    amendment,
    scheduleAmendment(amendment.at),
    ...boardMeeting(amendment),
  ];
  const open = [...frame, ...foreignRecord(patients), ...patients];
  return scriptOf(`demo-${seed}-${places}`, [...open, ...ending(open)]);
}

/** The drafts of somebody who is the same person as another patient: born in the same year, and recorded as such in the end. */
function asSamePerson(
  drafts: readonly Draft[],
  { consent, draft }: { readonly consent: object; readonly draft: Draft },
): readonly Draft[] {
  const same = drafts.map((one) => (one.path === '' ? { ...one, body: { ...one.body, ...consent } } : one));
  return [...same, draft];
}

/** Whether somebody who completes the 6 months is seen at the first visit. */
function comesToFirstVisit({ candidate, askedAt }: Recruited): boolean {
  const course = courseOf({ ...candidate, randomizedAt: askedAt ?? '', fate: 'completed' });
  return course.some(({ name }) => name === 'visit-M1');
}

/** Those for whom a randomization is asked, in the order in which it is. */
function inTurn(recruited: readonly Recruited[]): readonly Recruited[] {
  return recruited
    .filter(({ askedAt }) => askedAt !== undefined)
    .toSorted((one, other) => compare(one.askedAt ?? '', other.askedAt ?? ''));
}

/** What comes after the enrolment. @param fate of a patient for whom there is a place. */
function laterDrafts(
  patient: Recruited,
  fate: Fate | undefined,
  amendedAt: Instant,
  { isByCard, isMistaken }: { readonly isByCard: boolean; readonly isMistaken: boolean },
): readonly Draft[] {
  const { candidate, askedAt } = patient;
  if (askedAt === undefined) return refusedDrafts(patient);
  const baseline = baselineDraft(candidate, patient.enrolment.eligibleAt ?? askedAt);
  if (fate === undefined) return [baseline, ...refusedForLackOfPlaces(askedAt, amendedAt)];
  const randomized = { ...candidate, randomizedAt: askedAt, fate };
  const planned = courseOf(randomized);
  const course = isMistaken
    ? [...planned, ...putRightDrafts(candidate.site, planned), ...oversightDrafts(candidate.site, planned)]
    : planned;
  const signedOff = signOffs([...patient.enrolment.drafts, ...course], candidate.site, candidate.chance);
  return [
    baseline,
    eligibilityConfirmation(askedAt),
    ...(isByCard ? randomizationByCard(askedAt) : [randomization(askedAt)]),
    ...course,
    ...safetyDrafts(course),
    ...adjudicationDrafts(candidate.site, planned),
    ...signedOff,
    ...plannedUnblinding(randomized, signedOff),
  ];
}

/** Each with the code that the server will give: a site numbers its patients in the order of their consents. */
function numbered(recruited: readonly Recruited[]): readonly { code: string; patient: Recruited }[] {
  const counts = new Map<string, number>();
  return recruited.map((patient) => {
    const { code } = patient.candidate.site;
    const number = (counts.get(code) ?? 0) + 1;
    counts.set(code, number);
    return { code: patientCode(code, number), patient };
  });
}

/** Whoever asks after the last place is taken is refused; nobody asks while the former target might still hold. */
function refusedForLackOfPlaces(askedAt: Instant, amendedAt: Instant): readonly Draft[] {
  if (askedAt <= amendedAt) return [];
  return [eligibilityConfirmation(askedAt), randomization(askedAt, 'recruitment-complete')];
}

/** Some sites try what they may not: to randomize somebody who is excluded. */
function refusedDrafts({ candidate, enrolment }: Recruited): readonly Draft[] {
  const last = enrolment.drafts.at(-1);
  const tries = candidate.plan === 'excluded' && candidate.chance.for('refused').happens(0.1);
  return tries && last !== undefined ? [randomization(plusMinutes(last.at, 20), 'patient-not-eligible')] : [];
}

/** Somebody who records for a patient of another site is refused. */
function foreignRecord(patients: readonly Keyless[]): readonly Keyless[] {
  const screening = patients.find(({ name, path }) => name.endsWith('/screening') && !path.includes('/STR-'));
  const stranger = SITES.find(({ code }) => code === 'STR');
  if (screening === undefined || stranger === undefined) return [];
  const { at, path, body } = screening;
  const sent = { at: plusMinutes(at, 30), by: studyCoordinatorAt(stranger), path, body };
  return [{ name: 'record-for-another-site', ...sent, refusedAs: 'another-site' }];
}

/**
 * After everything else: a site is closed, the database is locked, is unlocked for what somebody found in a file, and locked again;
 * a correction then comes too late, an adverse event does not, and the trial is unblinded.
 */
function ending(commands: readonly Keyless[]): readonly Keyless[] {
  const site = SITES.find(({ code }) => code === CLOSED_SITE);
  const closure = site === undefined ? [] : siteClosure(site, latest(commands));
  const corrected = commands.find(({ names }) => names !== undefined);
  const visit = commands.findLast(({ name }) => name.endsWith('/visit-M6'));
  const locks = databaseLock(latest([...commands, ...closure]), visit, corrected);
  const lockedAt = latest(locks);
  const unblinding = trialUnblinding(lockedAt);
  const after = afterTheLock(visit, { lockedAt, unblindedAt: latest(unblinding) });
  const closed = closure.find(({ refusedAs }) => refusedAs === undefined);
  return [...closure, ...locks, ...unblinding, ...after, ...erratumOfTheTrial(closed, latest(unblinding))];
}

function latest(commands: readonly Keyless[]): Instant {
  return commands.map(({ at }) => at).reduce((last, at) => (at > last ? at : last), '');
}

function commandsOf(
  code: string,
  { candidate }: Recruited,
  drafts: readonly Draft[],
  move: Move | undefined,
): readonly Keyless[] {
  const reports = drafts
    .filter(({ path, makesAdverseEvent }) => path === 'adverse-events' || makesAdverseEvent === true)
    .toSorted((one, other) => compare(one.at, other.at));
  return drafts.map((draft) => {
    const { name, at, by, path, body, bodyFor, sealed, corrects, about, amputated, followsUp, endOf, refusedAs } =
      draft;
    const numberOf = (reported: string | undefined) => reports.findIndex((report) => report.name === reported) + 1;
    const below = followsUp === undefined ? path : `adverse-events/${numberOf(followsUp)}/${path}`;
    const byArm = sealed?.(code);
    return {
      name: `${code}/${name}`,
      at,
      by: peopleAt(siteAt(candidate.site, move, at))[by],
      path: pathOf(code, path, below),
      body: { ...(bodyFor?.(code) ?? body), ...(endOf === undefined ? {} : { adverseEvent: numberOf(endOf) }) },
      ...(byArm === undefined ? {} : { sealed: { patient: code, byArm, ...caseOf(code, below) } }),
      ...(path === '' ? { names: code } : {}),
      ...(corrects === undefined ? {} : { corrects: `${code}/${corrects}` }),
      ...(about === undefined ? {} : { about: within(`${code}/`, about) }),
      ...(amputated === undefined
        ? {}
        : { amputated: { ...amputated, recordedBy: `${code}/${amputated.recordedBy}` } }),
      ...(refusedAs === undefined ? {} : { refusedAs }),
    };
  });
}

/** The case of which something is recorded sealed, if it is one. */
function caseOf(code: string, path: string): { readonly case?: string } {
  const [found] = /^adverse-events\/\d+\/unblinded-case(?=\/)/.exec(path) ?? [];
  return found === undefined ? {} : { case: `patients/${code}/${found}` };
}

/** The same names, with what stands before them in a larger whole. */
function within(prefix: string, about: About): About {
  const longer = Object.entries(about).map(([member, names]): [string, string | readonly string[]] => [
    member,
    typeof names === 'string' ? prefix + names : names.map((name) => prefix + name),
  ]);
  return Object.fromEntries(longer);
}

function peopleAt(site: Site) {
  return {
    investigator: investigatorAt(site),
    'open-clinician': openClinicianAt(site),
    'study-coordinator': studyCoordinatorAt(site),
    'cell-therapy-unit': CELL_THERAPY_UNIT,
    'emergency-physician': EMERGENCY_PHYSICIAN,
    monitor: MONITOR,
    'data-manager': DATA_MANAGER,
    'safety-officer': SAFETY_OFFICER,
    'endpoint-adjudicator': ADJUDICATOR,
    'unblinded-safety-officer': UNBLINDED_SAFETY_OFFICER,
    'sponsor-coordinator': SPONSOR_COORDINATOR,
  };
}

function pathOf(code: string, path: string, below: string): string {
  if (path === CELLS_PATH) return `cell-therapy/patients/${code}/records`;
  if (path.startsWith(CARDS_PATH)) return path;
  return path === '' ? 'patients' : `patients/${code}/${below}`;
}

function scriptOf(prefix: string, drafted: readonly Keyless[]): Script {
  const commands = drafted
    .toSorted((one, other) => compare(one.at, other.at))
    .map(({ name, corrects, about, amputated, looks, ...command }) => ({
      key: `${prefix}/${name}`,
      ...command,
      ...signed(command),
      ...(corrects === undefined ? {} : { corrects: `${prefix}/${corrects}` }),
      ...(about === undefined ? {} : { about: within(`${prefix}/`, about) }),
      ...(looks === undefined ? {} : { looks: { ...looks, asOf: `${prefix}/${looks.asOf}` } }),
      ...(amputated === undefined
        ? {}
        : { amputated: { ...amputated, recordedBy: `${prefix}/${amputated.recordedBy}` } }),
    }));
  return { commands, startsAt: commands[0]?.at ?? '', endsAt: commands.at(-1)?.at ?? '' };
}

function signed({ path, body }: Pick<Keyless, 'path' | 'body'>): Pick<ScriptedCommand, 'signs'> {
  const signs = signatureOf(path, body);
  return signs === undefined ? {} : { signs };
}
