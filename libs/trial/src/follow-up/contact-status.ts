import { listed, oneOf, record, uuid, words } from '@bali/schema';
import { Type } from 'typebox';

export const LIMBS = ['left', 'right'] as const;
export type Limb = (typeof LIMBS)[number];

const VITAL_STATUSES = ['alive', 'dead', 'not-known'] as const;
const INFORMANTS = [
  'examination',
  'patient',
  'relative',
  'physician',
  'hospital-record',
  'public-register',
  'other',
] as const;

const limb = record({
  amputated: oneOf('whether the limb was amputated, at any level, since the last contact at which this was known', [
    'yes',
    'no',
    'not-known',
  ]),
  entry: Type.Optional(uuid('if it was: the id of the entry of that amputation')),
});

/** What every contact says of the patient, by whichever way: it is what the primary endpoint is known by. */
export const STATUS_FIELDS = {
  vitalStatus: oneOf('whether the patient was alive', VITAL_STATUSES),
  limbs: record({ left: limb, right: limb }, 'of each limb, whether it was amputated since the last contact'),
  informant: oneOf('who said so', INFORMANTS),
};

export interface ContactStatus {
  readonly vitalStatus: (typeof VITAL_STATUSES)[number];
  readonly limbs: Readonly<Record<Limb, { readonly amputated: 'yes' | 'no' | 'not-known'; readonly entry?: string }>>;
  readonly informant: (typeof INFORMANTS)[number];
}

/** A contact's status, as people read it. Parts that an earlier version lacks are left out. */
export function statusInWords({ vitalStatus, limbs, informant }: Partial<ContactStatus>): readonly string[] {
  const of = (side: Limb): string | undefined => limbs && `${side} limb ${amputationInWords(limbs[side])}`;
  const said = [vitalStatus && `patient ${vitalStatus === 'not-known' ? 'not known to be alive' : vitalStatus}`];
  const parts = [...said, ...LIMBS.map(of)].filter((part) => part !== undefined);
  if (parts.length === 0) return [];
  return [listed(parts), ...(informant === undefined ? [] : [`said by: ${words(informant)}`])];
}

function amputationInWords({ amputated, entry }: ContactStatus['limbs'][Limb]): string {
  if (amputated === 'not-known') return 'not known to have been amputated or not';
  if (amputated === 'no') return 'not amputated since the last contact';
  return `amputated since the last contact${entry === undefined ? '' : ` (${entry})`}`;
}
