import { dateAt, plusDays, TRIAL } from '@bali/protocol';
import { momentAt, serverTime, workingDay } from './moments.js';
import { BOARD } from './people.js';
import type { Keyless } from './script.js';

const WEEKS_AFTER_THE_AMENDMENT = 4;

/** The data monitoring board meets when the target was amended: it looks at adverse events by arm, and lets the trial go on. */
export function boardMeeting(amendment: Keyless): readonly Keyless[] {
  const metOn = workingDay(plusDays(dateAt(amendment.at, TRIAL.timeZone), 7 * WEEKS_AFTER_THE_AMENDMENT));
  return [
    {
      ...{ name: 'board-recommendation', at: serverTime(momentAt(metOn, 16 * 60, TRIAL.timeZone)), by: BOARD },
      ...{ path: 'board/recommendations', body: { metOn, recommendation: 'continue' } },
      looks: { at: 'board/safety-tables', asOf: amendment.name },
    },
  ];
}
