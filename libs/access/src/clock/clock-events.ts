import type { EventOf } from '@bali/schema';
import { ClockAccepted } from './clock-accepted.js';
import { ClockStepped } from './clock-stepped.js';

/** What happened to the clock, and what an operator decided about it. */
export const CLOCK_EVENTS = { ClockStepped, ClockAccepted } as const;

export type ClockEvent = EventOf<(typeof CLOCK_EVENTS)[keyof typeof CLOCK_EVENTS]>;
/** What the clock showed, and what was expected. */
export type ClockStep = EventOf<typeof ClockStepped>['data'];

export const CLOCK_STREAM = 'clock';
