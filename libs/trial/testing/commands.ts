import {
  EVENT_CATALOGUE,
  type EventType,
  type PatientCommand,
  type PatientData,
  type PatientEventType,
  type TrialCommand,
  type TrialData,
  type TrialEvent,
} from '@bali/trial';

/** The command that asks for an event of a patient. */
export function commandFor<Type extends PatientEventType>(asked: {
  readonly type: Type;
  readonly data: PatientData<Type>;
}): PatientCommand {
  return askingFor(asked) as PatientCommand;
}

/** The command that asks for an event of the trial as a whole. */
export function trialCommandFor<Type extends TrialEvent['type']>(asked: {
  readonly type: Type;
  readonly data: TrialData<Type>;
}): TrialCommand {
  return askingFor(asked) as TrialCommand;
}

/** The command of an event, with its data without what the software computes. */
function askingFor({ type, data }: { readonly type: EventType; readonly data: object }) {
  const definition = EVENT_CATALOGUE[type];
  const computed: readonly string[] = 'computed' in definition ? (definition.computed?.fields ?? []) : [];
  const entered = Object.entries(data).filter(([name]) => !computed.includes(name));
  return { type: definition.command?.name, data: Object.fromEntries(entered) };
}
