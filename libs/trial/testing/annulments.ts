import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, patientStream } from '@bali/trial';
import { patientStateOf } from './records.js';
import { entriesOf, given } from './scenario.js';

const STREAM = patientStream('REI-001');

/** A history of the patient after a command that has to be accepted. @throws Error with the sentence of the refusal */
export function after(
  events: readonly DecidedEvent[],
  command: AnyPatientCommand,
  circumstances: Parameters<ReturnType<typeof given>['when']>[1] = {},
): readonly DecidedEvent[] {
  const { decision } = given(events).when(command, circumstances);
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

/** The first of two people asks for the annulment of the first event of each type. */
export function annulmentAskedFor(events: readonly DecidedEvent[], ...types: readonly string[]): AnyPatientCommand {
  return { type: 'RequestAnnulment', data: { entries: entriesOf(STREAM, events, types) } };
}

/** The second of two people confirms the first request. */
export function annulmentConfirmed(events: readonly DecidedEvent[]): AnyPatientCommand {
  const [request = ''] = entriesOf(STREAM, events, ['AnnulmentRequested']);
  return { type: 'ConfirmAnnulment', data: { request } };
}

const BESIDE: readonly string[] = ['AnnulmentRequested', 'AnnulmentDeclined', 'PatientUnblinded'];

/** What stands in the record, without requests and the like, which stand beside it. */
export function clinicalOf(events: readonly DecidedEvent[]) {
  return patientStateOf(events)
    .entries.filter(({ type }) => !BESIDE.includes(type))
    .map(({ type, data }) => ({ type, data }));
}
