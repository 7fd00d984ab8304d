import { describe, expect, it } from '@jest/globals';
import { commandFor, given, patientEvent, patientHistory, patientStateOf } from '@bali/trial/testing';
import { alertClocks, definitionOf, organismInWords } from '../index.js';

const IMPLANTED = patientHistory({ until: 'implanted' });
const GROWN = { identifiedAs: 'staphylococcus-aureus' } as const;
const ABOUT = { patient: 'REI-001', show: (hash: string) => hash, definitionOf };

/** As the first version had it: a line that a person typed. */
const { identifiedAs: _, susceptibilities: __, ...rest } = patientEvent('MicrobiologyAlert').data;
const FIRST = { ...rest, organism: 'S. aureus', susceptibility: 'oxacillin' };

describe('a microbiology alert', () => {
  it('[R3-422b] says what has grown by a code: no line of it has to be taken out', () => {
    const alert = patientEvent('MicrobiologyAlert', { ...GROWN, susceptibilities: [] });
    given(IMPLANTED).when(commandFor(alert)).expectEvents(alert);
    const { organism, ...others } = FIRST;
    const command = commandFor({ ...alert, data: { ...others, identifiedAs: 'staphylococcus-aureus' } });
    const { decision } = given(IMPLANTED).when({ ...command, data: { ...command.data, organism } });
    // Whatever is said of the fields of the first version does not count.
    expect('events' in decision && decision.events[0]?.data).toEqual({
      ...{ number: 1, readOn: FIRST.readOn },
      ...GROWN,
    });
  });

  it('is not raised without a word of what has grown', () => {
    const alert = patientEvent('MicrobiologyAlert');
    const { identifiedAs, ...unnamed } = alert.data;
    expect(identifiedAs).toBeDefined();
    given(IMPLANTED)
      .when(commandFor({ ...alert, data: unnamed }))
      .expectRefusal('value-missing', '/identifiedAs');
  });

  it('[P11-10c] of the first version is read as it was written, with its clock', () => {
    const [alert] = alertClocks(patientStateOf([...IMPLANTED, { type: 'MicrobiologyAlert', data: FIRST }]));
    expect(alert).toMatchObject({ number: 1, organism: 'S. aureus' });
    expect(definitionOf('MicrobiologyAlert', 1).sentence(FIRST as never, ABOUT)).toMatch(
      /: S\. aureus \(alert 1\) \(susceptible to: oxacillin\)$/,
    );
  });

  it('is told in words', () => {
    expect(organismInWords(GROWN)).toBe('Staphylococcus aureus');
    const tested = [
      { antimicrobial: 'oxacillin', result: 'resistant' },
      { antimicrobial: 'vancomycin', result: 'susceptible' },
    ] as const;
    const { data } = patientEvent('MicrobiologyAlert', { ...GROWN, susceptibilities: [...tested] });
    expect(definitionOf('MicrobiologyAlert').sentence(data as never, ABOUT)).toMatch(
      /: Staphylococcus aureus \(alert 1\) \(oxacillin: resistant and vancomycin: susceptible\)$/,
    );
  });
});
