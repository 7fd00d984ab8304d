import { words } from '../words/words.js';

export interface MomentProps {
  /** RFC 3339, UTC. */
  readonly utc: string;
  /** The same moment at the site, with its offset, as the server says it. */
  readonly site?: string | undefined;
  /** In which zone it is shown where the server does not say it. */
  readonly zone?: string;
}

/** The trial's own: that of its sponsor. */
export const TRIAL_ZONE = 'Europe/Paris';

/** A moment in the site's zone, with UTC beside it. It never breaks within a date. */
export function Moment({ utc, site, zone = TRIAL_ZONE }: MomentProps) {
  const local = site === undefined ? localOf(utc, zone) : partsOf(site);
  const [date, time] = partsOf(utc);
  return (
    <time dateTime={utc} class="moment">
      <span class="nowrap">{local[0]}</span> <span class="nowrap">{local[1]}</span>{' '}
      <small class="nowrap">
        {words.value.common.utc} {date === local[0] ? '' : `${date} `}
        {time}
      </small>
    </time>
  );
}

/** Date and time of day in a text of RFC 3339, as they stand there. */
function partsOf(text: string): readonly [date: string, time: string] {
  return [text.slice(0, 10), text.slice(11, 19)];
}

export function localOf(utc: string, zone: string): readonly [date: string, time: string] {
  const at = new Date(utc);
  if (Number.isNaN(at.getTime())) return [utc, ''];
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
  // The Swedish form is that of ISO 8601.
  const [date = utc, time = ''] = new Intl.DateTimeFormat('sv-SE', options).format(at).split(' ');
  return [date, time];
}

/** A moment or a date as it was entered. */
export function Entered({ text }: { readonly text: string }) {
  const hasTime = text.length > 10 && text.includes('T');
  // What was entered with the offset of the site is shown as it stands; what is UTC, as the clock of the trial's zone showed it.
  const [date, time] = text.endsWith('Z') ? localOf(text, TRIAL_ZONE) : [text.slice(0, 10), text.slice(11)];
  return (
    <time dateTime={text} class="nowrap">
      {hasTime ? `${date} ${time.slice(0, 5)}` : text}
    </time>
  );
}
