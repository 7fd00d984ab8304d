/** A name as it is compared: without accents, marks, spaces and the difference of capitals. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
