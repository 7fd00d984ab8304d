/**
 * Begins to serve with what is open; where that fails (the address is taken), closes it: otherwise the process stayed, served
 * nobody, and held the ledgers and what is signed with.
 * @throws what failed
 */
export async function begunOrClosed<Api extends { close(): Promise<void> }>(
  api: Api,
  begin: () => Promise<void>,
): Promise<Api> {
  try {
    await begin();
    return api;
  } catch (error) {
    await api.close();
    throw error;
  }
}
