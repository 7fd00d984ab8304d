/**
 * What holds of each event that the software records by itself along with an entry of the trial ledger: nobody asks for it, nothing
 * is needed before it, and it is neither corrected nor annulled.
 */
export const BY_THE_SOFTWARE = {
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

/** The same where the trial ledger refuses what the unit had begun. */
export const GIVEN_UP = { ...BY_THE_SOFTWARE, happened: 'givenUpAt' } as const;
