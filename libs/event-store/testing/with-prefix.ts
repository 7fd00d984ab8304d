/** A cluster's connection string for streams of a name that nobody else has. */
export function withPrefix(connectionString: string, prefix: string): string {
  return `${connectionString}${connectionString.includes('?') ? '&' : '?'}prefix=${prefix}`;
}
