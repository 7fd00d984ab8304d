/** The tokens by which the parts of an installation are injected. `InstallationModule` provides them to every module. */

/** The `DataDirectory`. */
export const DATA_DIRECTORY = Symbol('DataDirectory');
/** Time and chance: an `Ambient`. */
export const AMBIENT = Symbol('Ambient');
/** The `Clock` of the `Ambient`. */
export const CLOCK = Symbol('Clock');
/** Which `Software` this is. */
export const SOFTWARE = Symbol('Software');
/** Where operators are told what they should know: an `OperatorLog`. It never holds anything of a patient. */
export const OPERATOR_LOG = Symbol('OperatorLog');
/** What compares the projections files of this API with their ledgers: each `Scrubber`. The API provides them. */
export const SCRUBBERS = Symbol('scrubbers');
/** The `EventStore` of the trial ledger. */
export const TRIAL_LEDGER = Symbol('trial ledger');
/** The `EventStore` of the sealed ledger. */
export const SEALED_LEDGER = Symbol('sealed ledger');
/** The `EventStore` of the access ledger. */
export const ACCESS_LEDGER = Symbol('access ledger');
/** All three ledgers by their names: `LedgerStores`. */
export const LEDGER_STORES = Symbol('ledgers');
