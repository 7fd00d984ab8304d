import { type CalendarDate, dateAt, plusDays } from '@bali/protocol';
import type { Chance } from '../chance.js';
import { type AdverseEventKind, FATAL, type FatalKind, LATER, SOON_AFTER } from './adverse-event-kinds.js';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { type Observation, seenUntil } from './fate.js';
import { enteredAfter, knownAt, officeHour } from './moments.js';

/** Adverse events from mild to serious, with news of how they came out; also of the limb before it is amputated. */
export function adverseEventDrafts(patient: RandomizedPatient, observation: Observation): readonly Draft[] {
  const own = patient.chance.for('adverse events');
  const kinds = [
    ...(own.happens(0.55) ? [own.pick(SOON_AFTER)] : []),
    ...(own.happens(0.4) ? [own.pick(LATER)] : []),
    ...(own.happens(0.12) ? [own.pick(LATER)] : []),
  ];
  const until = seenUntil(observation);
  const events = kinds.flatMap((kind, place) => {
    const startedOn = plusDays(observation.implantedOn, own.whole(...kind.begins));
    if (startedOn >= until) return [];
    const endedOn = plusDays(startedOn, own.whole(...kind.lastsDays));
    return reportAndNews(patient, { name: `adverse-event-${place + 1}`, kind, startedOn, endedOn, until });
  });
  return [...events, ...worseningOfTheLimb(patient, observation)];
}

interface Happening {
  readonly name: string;
  readonly kind: AdverseEventKind;
  readonly startedOn: CalendarDate;
  readonly endedOn: CalendarDate;
  readonly until: CalendarDate;
}

/** Reported while it lasts, and once more when it is over; what was over at the report is reported once. */
function reportAndNews(patient: RandomizedPatient, happening: Happening): readonly Draft[] {
  const { name, kind, startedOn, endedOn, until } = happening;
  const { site, chance } = patient;
  const own = chance.for(name);
  const reportedAt = officeHour(own, plusDays(startedOn, reportDelay(kind, own)), site.timeZone);
  const isOver = endedOn <= dateAt(reportedAt, site.timeZone);
  const { term, severity, relatedTo, seriousness, narrative } = kind;
  const about = {
    termAsReported: term,
    awareAt: reportedAt,
    severity,
    relatedTo,
    seriousness,
    startedOn,
    ...(narrative === undefined ? {} : { narrative }),
  };
  const report = { name, by: 'investigator', path: 'adverse-events', at: reportedAt } as const;
  if (isOver && endedOn < until) return [{ ...report, body: { ...about, endedOn, outcome: 'recovered' } }];
  const drafts: Draft[] = [{ ...report, body: { ...about, outcome: 'not-recovered' } }];
  if (endedOn < until)
    drafts.push(news(patient, report, { seriousness, endedOn, outcome: recovery(kind, own) }, endedOn));
  return drafts;
}

/** Serious events are reported at once; others when the patient tells of them. */
function reportDelay({ seriousness }: AdverseEventKind, own: Chance): number {
  return seriousness.length > 0 ? own.whole(0, 1) : own.whole(0, 12);
}

function recovery({ seriousness }: AdverseEventKind, own: Chance): string {
  return seriousness.length === 0 || own.happens(0.75) ? 'recovered' : 'recovered-with-sequelae';
}

function news(
  { site, chance }: RandomizedPatient,
  { name, at }: Pick<Draft, 'name' | 'at'>,
  known: object,
  knownOn: CalendarDate,
): Draft {
  const own = chance.for(`news of ${name}`);
  return {
    name: `news-of-${name}`,
    at: enteredAfter(at, own, knownOn, site.timeZone),
    by: 'investigator',
    path: 'follow-ups',
    body: { assessedOn: knownOn, awareAt: knownAt(knownOn, site.timeZone), ...known },
    followsUp: name,
  };
}

/** The amputation itself made an adverse event, without a judgement: the investigator judges it on the day after. */
export function judgementOfAmputation(
  { site, chance }: RandomizedPatient,
  amputation: Draft,
  performedOn: CalendarDate,
): Draft {
  const knownOn = plusDays(dateAt(amputation.at, site.timeZone), 1);
  return {
    name: 'judgement-of-the-amputation',
    at: officeHour(chance.for('judgement'), knownOn, site.timeZone),
    by: 'investigator',
    path: 'follow-ups',
    body: {
      assessedOn: knownOn,
      awareAt: knownAt(performedOn, site.timeZone),
      severity: 'severe',
      relatedTo: 'not-related',
      seriousness: ['disability', 'hospitalisation'],
      outcome: 'recovered-with-sequelae',
    },
    followsUp: amputation.name,
  };
}

/** What leads to a major amputation is a serious adverse event: the patient is in hospital because of it. */
function worseningOfTheLimb(patient: RandomizedPatient, { majorAmputationOn }: Observation): readonly Draft[] {
  if (majorAmputationOn === undefined) return [];
  const own = patient.chance.for('worsening');
  const startedOn = plusDays(majorAmputationOn, -own.whole(1, 7));
  const seriousness = ['hospitalisation'];
  const report: Draft = {
    name: 'worsening-of-the-limb',
    at: officeHour(own, plusDays(startedOn, own.whole(0, 1)), patient.site.timeZone),
    by: 'investigator',
    path: 'adverse-events',
    body: {
      termAsReported: 'worsening of critical limb ischemia',
      awareAt: knownAt(startedOn, patient.site.timeZone),
      startedOn,
      severity: 'severe',
      seriousness,
      relatedTo: 'not-related',
      outcome: 'not-recovered',
    },
  };
  const known = { seriousness, outcome: 'recovered-with-sequelae', narrative: 'ended by the amputation of the limb' };
  return [report, news(patient, report, { ...known, endedOn: majorAmputationOn }, majorAmputationOn)];
}

/** What the patient dies of. */
export function fatalKind({ chance }: RandomizedPatient): FatalKind {
  return chance.for('cause of death').pick(FATAL);
}

/** The serious adverse event that ends in the patient's death: the record of the death says so. */
export function fatalEvent(patient: RandomizedPatient, diedOn: CalendarDate): Draft {
  const own = patient.chance.for('fatal event');
  const startedOn = plusDays(diedOn, -own.whole(0, 5));
  return {
    name: 'fatal-event',
    at: officeHour(own, startedOn, patient.site.timeZone),
    by: 'investigator',
    path: 'adverse-events',
    body: {
      termAsReported: fatalKind(patient).term,
      awareAt: knownAt(startedOn, patient.site.timeZone),
      startedOn,
      severity: 'severe',
      seriousness: ['life-threatening', 'hospitalisation'],
      relatedTo: 'not-related',
      outcome: 'not-recovered',
    },
  };
}
