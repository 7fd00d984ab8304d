import { PATIENT_CODE_PATTERN } from '@bali/protocol';
import { details, freeText, instant, moment, optionalText, patientCode, record } from '@bali/schema';
import { Type } from 'typebox';
import { identifiersRead, label, measuredDecimal, measuredWhole, readOff, yesOrNo } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { bloodTubeInWords, bloodTubeOfThePatient, bloodTubeSaid } from './blood-tube.js';

const first = {
  patient: patientCode,
  receivedAt: instant('when it was received'),
  label: label('of the bag, as the form that came along says'),
  read: identifiersRead,
  volumeMl: measuredDecimal('volumeMl', 'volume received'),
  temperatureCelsius: measuredWhole('transportCelsius'),
  remarks: Type.Optional(freeText('remarks at reception')),
};

export const HarvestReceived = defineCellEvent('HarvestReceived', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the cell therapy unit received the harvest of bone marrow',
  data: {
    ...first,
    bloodTube: Type.Optional(
      record(
        {
          received: yesOrNo('whether the tube of peripheral blood came with the marrow'),
          patient: Type.Optional(
            Type.String({ description: 'the patient, as the tube says', pattern: PATIENT_CODE_PATTERN }),
          ),
        },
        'the tube of peripheral blood that is sent of every patient',
      ),
    ),
  },
  happened: 'receivedAt',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: 'The harvest has to be received first.',
  // Once for each harvest that the site recorded.
  once: true,
  onTheDayOfTheHarvest: true,
  // A bag of bone marrow holds more than anything that is made of it.
  ranges: [range('/volumeMl', 'volumeMl', '1500')],
  labelRead: ({ label: expected }) => expected,
  labelsGiven: ({ label: given }) => [{ label: given, field: '/label' }],
  happensTo: undefined,
  containersAfter: (containers, { label: given }) => [
    ...containers,
    { label: given, kind: 'harvest', cellsMl: '0', whereabouts: 'in-hand' },
  ],
  rules: [bloodTubeSaid, bloodTubeOfThePatient],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/read'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReceiveHarvest', action: 'record-cells' },
  sentence: (data, { show }) =>
    `the harvest of patient ${data.patient} was received on ${moment(data.receivedAt)} in the bag ${data.label}: ` +
    `${data.volumeMl} mL at ${data.temperatureCelsius} °C` +
    details(readOff(data.read), bloodTubeInWords(data.bloodTube), optionalText('remarks', data.remarks, show)),
  sample: {
    patient: 'REI-001',
    receivedAt: '2026-03-10T09:50:00+01:00',
    label: 'HRV-001',
    read: { patient: 'REI-001', label: 'HRV-001' },
    volumeMl: '498.5',
    temperatureCelsius: 21,
    bloodTube: { received: 'yes', patient: 'REI-001' },
  },
});
