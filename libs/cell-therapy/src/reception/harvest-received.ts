import { details, freeText, instant, moment, optionalText, patientCode } from '@bali/schema';
import { Type } from 'typebox';
import { identifiersRead, label, measuredDecimal, measuredWhole, readOff } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';

export const HarvestReceived = defineCellEvent('HarvestReceived', {
  schemaVersion: 1,
  about: 'the cell therapy unit received the harvest of bone marrow',
  data: {
    patient: patientCode,
    receivedAt: instant('when it was received'),
    label: label('of the bag, as the form that came along says'),
    read: identifiersRead,
    volumeMl: measuredDecimal('volumeMl', 'volume received'),
    temperatureCelsius: measuredWhole('transportCelsius'),
    remarks: Type.Optional(freeText('remarks at reception')),
  },
  happened: 'receivedAt',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: 'The harvest has to be received first.',
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
  rules: [],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/label', '/read'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReceiveHarvest', action: 'record-cells' },
  sentence: (data, { show }) =>
    `the harvest of patient ${data.patient} was received on ${moment(data.receivedAt)} in the bag ${data.label}: ` +
    `${data.volumeMl} mL at ${data.temperatureCelsius} °C` +
    details(readOff(data.read), optionalText('remarks', data.remarks, show)),
  sample: {
    patient: 'REI-001',
    receivedAt: '2026-03-10T09:50:00+01:00',
    label: 'HRV-001',
    read: { patient: 'REI-001', label: 'HRV-001' },
    volumeMl: '498.5',
    temperatureCelsius: 21,
  },
});
