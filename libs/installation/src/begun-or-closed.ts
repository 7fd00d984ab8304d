/**
 * Begins to serve with what is open, and closes it if that fails, because the address is taken, for instance. Otherwise the
 * process would stay, serve nobody, and hold the ledgers and the signing keys.
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
