/** What a visit of the schedule measures. */
export const MEASURES_OF_A_VISIT = ['restPain', 'ulcers', 'ankleBrachialIndex', 'tcPO2', 'toePressure'] as const;

/** How many of the measurements of a visit have no value: they were not done, or are not entered. */
export function missingMeasures(visit: object): number {
  const values = visit as Readonly<Record<string, { readonly value?: unknown } | undefined>>;
  return MEASURES_OF_A_VISIT.filter((name) => values[name]?.value === undefined).length;
}
