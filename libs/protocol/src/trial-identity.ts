import { REGISTRY_RECORD } from './source.js';

/** The trial as its registry record describes it. */
export const TRIAL = {
  id: 'NCT00904501',
  acronym: 'BALI',
  title: 'Bone marrow Autograft in Limb Ischemia',
  sponsor: 'CHU de Reims',
  phase: 3,
  allocation: '1:1',
  /** What "today" means for the trial as a whole; a site has its own. */
  timeZone: 'Europe/Paris',
  source: REGISTRY_RECORD,
} as const;

/** The target that the trial is registered with, and the one that an amendment lowered it to. */
export const RECRUITMENT_TARGET = { registered: 110, amended: 40 } as const;
