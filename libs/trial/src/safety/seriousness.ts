/** Whether a value of the field of seriousness criteria, whole or one of them, makes an adverse event serious. */
export function isSerious(criteria: unknown): boolean {
  return (Array.isArray(criteria) || typeof criteria === 'string') && criteria.length > 0;
}
