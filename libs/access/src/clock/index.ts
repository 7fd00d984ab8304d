export { CLOCK_EVENTS, CLOCK_STREAM, type ClockEvent, type ClockStep } from './clock-events.js';
