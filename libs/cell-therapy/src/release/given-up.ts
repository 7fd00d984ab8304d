/**
 * What holds of each event that the software records by itself where the trial ledger refuses what the unit had begun: nobody
 * asks for it, nothing is needed before it, and it is neither corrected nor annulled.
 */
export const GIVEN_UP = {
  happened: 'givenUpAt',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  rules: [],
  computed: undefined,
  secondPerson: undefined,
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
} as const;
