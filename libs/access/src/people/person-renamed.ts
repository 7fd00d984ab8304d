import { defineEvent, line, oneOf, words } from '@bali/schema';

/** Why a person has another name, or works elsewhere. It is never given to somebody else. */
export const RENAMED_BECAUSE = [
  'name-changed',
  'works-elsewhere',
  'entered-wrongly',
  'named-after-installation',
] as const;

export const PersonRenamed = defineEvent('PersonRenamed', {
  schemaVersion: 1,
  about: 'the person has another name, or works elsewhere; what they did before keeps the name that it had',
  data: {
    name: line('the name, as it is printed from now on next to what the person does'),
    organisation: line('where the person works'),
    why: oneOf('why', RENAMED_BECAUSE),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/name', '/organisation', '/why'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RenamePerson', action: 'manage-accounts' },
  sentence: ({ name, organisation, why }, { account }) =>
    `recorded that the person with the account ${account ?? ''} is named ${name}, ${organisation}, from now on (${words(why)})`,
  sample: { name: 'Claire Dubois', organisation: 'CHU de Reims', why: 'name-changed' },
});
