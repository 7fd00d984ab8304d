export const CAUSES_OF_DEATH = [
  'cardiovascular',
  'cerebrovascular',
  'infection',
  'cancer',
  'procedure',
  'other',
  'unknown',
] as const;
