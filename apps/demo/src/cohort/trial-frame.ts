import type { Person } from '@bali/access';
import { dateAt, FOLLOW_UP_VISITS, type Instant, plusDays, type Site, TRIAL } from '@bali/protocol';
import { CELL_THERAPY_UNIT, investigatorAt, OPENINGS, SPONSOR_COORDINATOR } from './people.js';
import { firstVersions, NEW_FORM, sitesOfNewForm } from './consent-forms.js';
import { momentAt, plusMinutes, serverTime, workingDay } from './moments.js';
import { REFERENCE_INFORMATION } from './safety.js';
import type { Keyless } from './script.js';

export interface Targets {
  readonly registered: number;
  readonly amended: number;
}

const REGISTERED_ON = '2009-05-15';
const LIST_DRAWN_ON = '2009-05-18';

/** What happens to the trial as a whole before the first patient. */
export function registrationAndSites({ registered, amended }: Targets): readonly Keyless[] {
  const { id, acronym, title, sponsor } = TRIAL;
  const registration = framed('registration', sponsorTime(REGISTERED_ON), 'trial', {
    registryId: id,
    acronym,
    title,
    sponsor,
    protocolVersion: '1.0',
    recruitmentTarget: registered,
    visits: FOLLOW_UP_VISITS,
    registeredOn: REGISTERED_ON,
  });
  const openings = OPENINGS.map(({ site: { code, name, city, timeZone }, openedOn }) =>
    framed(`opening-${code}`, sponsorTime(openedOn), 'sites', { site: code, name, city, timeZone, openedOn }),
  );
  const list = framed('randomization-list', sponsorTime(LIST_DRAWN_ON), 'trial/randomization-list', {
    length: Math.max(160, amended),
  });
  const printing = framed('cards', plusMinutes(list.at, 30), 'trial/randomization-cards/printings', {
    stratum: 'CARDS',
  });
  const byUnit = [list, printing].map((command) => ({ ...command, by: CELL_THERAPY_UNIT }));
  const reference = framed(
    'reference-information',
    plusMinutes(sponsorTime(LIST_DRAWN_ON), 60),
    'trial/reference-information',
    REFERENCE_INFORMATION,
  );
  return [registration, ...byUnit, ...openings, ...versions(), reference];
}

/** Each site has its protocol and its consent form from the opening, and the new form from one day on. */
function versions(): readonly Keyless[] {
  const first = OPENINGS.flatMap(({ site: { code }, openedOn }) =>
    firstVersions(openedOn).map((body, place) =>
      framed(`version-${code}-${place + 1}`, plusMinutes(sponsorTime(openedOn), 10), `sites/${code}/versions`, body),
    ),
  );
  const { inForceFrom } = NEW_FORM;
  const later = sitesOfNewForm().map(({ code }) => {
    const at = sponsorTime(plusDays(inForceFrom, -7));
    return framed(`new-form-${code}`, at, `sites/${code}/versions`, { document: 'consent-form', ...NEW_FORM });
  });
  return [...first, ...later];
}

/** Recruitment is slower than was hoped. @param after the randomization that is the last before the amendment. */
export function targetAmendment({ amended }: Targets, after: Instant): Keyless {
  const amendedOn = workingDay(plusDays(dateAt(after, TRIAL.timeZone), 2));
  return framed('target-amendment', sponsorTime(amendedOn), 'trial/recruitment-target-amendments', {
    recruitmentTarget: amended,
    protocolVersion: '2.0',
    amendedOn,
    reason: 'recruitment slower than planned; amendment approved by the ethics committee and the competent authority',
  });
}

/** Sites cannot keep to a week at the first visit: it gets a few days more on either side. @param after the amendment of the target. */
export function scheduleAmendment(after: Instant): Keyless {
  const amendedOn = workingDay(plusDays(dateAt(after, TRIAL.timeZone), 7));
  return framed('schedule-amendment', sponsorTime(amendedOn), 'trial/visit-schedule-amendments', {
    visits: FOLLOW_UP_VISITS.map((visit) =>
      visit.monthsAfterImplantation === 1 ? { ...visit, windowDays: 10 } : visit,
    ),
    protocolVersion: '2.1',
    amendedOn,
    reason: 'the first visits were late at several sites; amendment approved by the ethics committee',
  });
}

/** A site is closed when its last patient has been followed up; whoever comes after that is refused. */
export function siteClosure(site: Site, after: Instant): readonly Keyless[] {
  const closedOn = workingDay(plusDays(dateAt(after, site.timeZone), 40));
  const tooLateOn = workingDay(plusDays(closedOn, 6));
  const closure = framed(`closure-${site.code}`, sponsorTime(closedOn), `sites/${site.code}/closure`, {
    closedOn,
    reason: 'follow-up of all its patients ended, close-out visit done',
  });
  const consent = {
    site: site.code,
    yearOfBirth: 1940,
    sex: 'female',
    consentedOn: tooLateOn,
    informationVersion: '2.0',
    keepingOfCells: 'yes',
    vitalStatusFromPublicSource: 'yes',
  };
  const refused = framed('consent-at-a-closed-site', sponsorTime(tooLateOn), 'patients', consent);
  return [closure, { ...refused, by: investigatorAt(site), refusedAs: 'site-not-open' }];
}

/**
 * The database is locked when nothing more is expected. A comment that somebody finds in a file is worth an unlock: the site completes
 * the last visit and signs again, and the database is locked for good. Then nobody corrects anything any more.
 * @param completed the visit that is completed after the first lock
 * @param corrected the record in which somebody finds a mistake too late
 */
export function databaseLock(
  after: Instant,
  completed: Keyless | undefined,
  corrected: Keyless | undefined,
): readonly Keyless[] {
  const lockedOn = workingDay(plusDays(dateAt(after, TRIAL.timeZone), 21));
  const lock = framed('database-lock', sponsorTime(lockedOn), 'trial/database-lock', {});
  const stated = unitStatement(lock);
  if (completed === undefined) return [stated, lock, ...tooLate(lockedOn, corrected)];
  const unlockedOn = workingDay(plusDays(lockedOn, 3));
  const unlock = framed('database-unlock', sponsorTime(unlockedOn), 'trial/database-unlock', {
    reason: 'a source document of one visit was found after the lock',
  });
  const patient = completed.path.split('/').slice(0, 2).join('/');
  const addition: Keyless = {
    ...{ name: 'addition-after-the-unlock', at: plusMinutes(unlock.at, 60), by: completed.by },
    ...{ path: `${patient}/corrections`, corrects: completed.name },
    body: { field: '/comment', newValue: 'wound healed, as the report of the day says', reason: 'found in the file' },
  };
  const signed: Keyless = {
    ...{ name: 'sign-off-after-the-unlock', at: plusMinutes(unlock.at, 120), body: {} },
    ...{ by: signerOf(completed), path: `${patient}/sign-off` },
  };
  const lockedAgainOn = workingDay(plusDays(unlockedOn, 2));
  const again = framed('database-lock-again', sponsorTime(lockedAgainOn), 'trial/database-lock', {});
  return [stated, lock, unlock, addition, signed, unitStatement(again), again, ...tooLate(lockedAgainOn, corrected)];
}

/** The lock asks the unit for one statement about all patients: it is signed in the morning of that day. */
function unitStatement({ name, at }: Keyless): Keyless {
  return {
    ...framed(`unit-statement-for-the-${name}`, plusMinutes(at, -60), 'trial/unit-statement', {}),
    by: CELL_THERAPY_UNIT,
  };
}

/** The investigator of the site where somebody recorded something. */
export function signerOf({ by }: Keyless): Person {
  const { site } = OPENINGS.find(({ site: { code } }) => by.sites.includes(code)) ?? {};
  return site === undefined ? by : investigatorAt(site);
}

function tooLate(lockedOn: string, corrected: Keyless | undefined): readonly Keyless[] {
  if (corrected?.names === undefined) return [];
  return [
    {
      name: 'correction-after-the-lock',
      at: sponsorTime(workingDay(plusDays(lockedOn, 2))),
      by: corrected.by,
      path: `patients/${corrected.names}/corrections`,
      body: { field: '/sex', newValue: 'female', reason: 'misread in the medical file' },
      corrects: corrected.name,
      refusedAs: 'database-locked',
    },
  ];
}

function framed(name: string, at: Instant, path: string, body: object): Keyless {
  return { name, at, by: SPONSOR_COORDINATOR, path, body };
}

/** Ten in the morning at the sponsor's. */
function sponsorTime(date: string): Instant {
  return serverTime(momentAt(date, 10 * 60, TRIAL.timeZone));
}
