import type { InspectionApiUnderTest } from '@bali-app/inspection-api/testing';
import { type AccountCommand, dayOf } from '@bali/access';
import { someoneIn } from '@bali/identity/testing';
import type { SampleLedger } from '@bali/inspection/testing';
import { openLedger } from '@bali/installation';
import { leafOf } from '@bali/ledger';
import { patientStream } from '@bali/trial';
import { patientEvent, recordsOf } from '@bali/trial/testing';
import { randomUUID } from 'node:crypto';

/** Appends that somebody was told the arm of a patient. */
export function unblind(api: InspectionApiUnderTest, sample: SampleLedger, patient: string): Promise<void> {
  const stream = patientStream(patient);
  const from = sample.events.filter((event) => event.stream === stream).length;
  return append(api, stream, from, 'PatientUnblinded');
}

/** Appends that somebody reported a deviation from the protocol. */
export async function deviate(api: InspectionApiUnderTest, patient: string): Promise<void> {
  const stream = patientStream(patient);
  const from = (await api.trialRecords()).filter((record) => record.stream === stream).length;
  return append(api, stream, from, 'DeviationReported');
}

async function append(
  api: InspectionApiUnderTest,
  stream: string,
  from: number,
  type: 'PatientUnblinded' | 'DeviationReported',
): Promise<void> {
  const recordedAt = '2026-11-20T10:00:00.000Z';
  const records = recordsOf([patientEvent(type)], { stream, from, recordedAt });
  const events = records.map((record) => ({ id: record.id, type: record.type, leaf: leafOf(record) }));
  const ledger = await openLedger(api.directory, 'trial');
  await ledger.append({ stream, expectedRevision: from - 1, events, texts: [] });
  await ledger.close();
}

/** An account with two roles and a password that was made for its person. */
export async function newcomer(
  api: InspectionApiUnderTest,
): Promise<{ readonly userId: string; readonly initialPassword: string }> {
  const { accounts } = api.api.identity;
  const userId = 'a.newcomer';
  const source = { client: 'test', ip: '127.0.0.1' };
  const from = dayOf(api.clock.now().toISOString());
  const administer = (command: AccountCommand) => {
    const commandId = randomUUID();
    const about = { asking: { requestId: randomUUID(), source }, repeatable: { commandId, causationId: commandId } };
    return accounts.administer({ ...someoneIn('administrator'), userId: 'office' }, { userId, command, ...about });
  };
  const name = 'Aoife O\u2019Neill \u05d0\u05d1';
  const made = await administer({ type: 'CreateAccount', userId, name, organisation: 'CHU de Reims' });
  await administer({ type: 'VerifyIdentity', how: 'document-in-person' });
  for (const role of ['monitor', 'data-manager'] as const)
    await administer({ type: 'DelegateRole', role, sites: [], from });
  return { userId, initialPassword: made.initialPassword ?? '' };
}
