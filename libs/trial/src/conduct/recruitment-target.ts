import { whole } from '@bali/schema';

export const recruitmentTarget = whole('patients to be randomized', 1, 100_000);
