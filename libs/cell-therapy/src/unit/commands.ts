import { CELL_THERAPY_EVENTS, type CellTherapyData } from './cell-events.js';

type Definition = (typeof CELL_THERAPY_EVENTS)[keyof typeof CELL_THERAPY_EVENTS];

/** An event that a command asks for: all but what the software records by itself. */
type Commanded = Extract<Definition, { readonly command: { readonly name: string } }>;

type ComputedField = NonNullable<Definition['computed']>['fields'][number];

/** What can be asked for about one patient's cells: in the imperative, with what is entered and nothing that is computed. */
export type CellTherapyCommand = {
  readonly [Event in Commanded as Event['command']['name']]: {
    readonly type: Event['command']['name'];
    /** Whose record it is: this is not entered with the data. */
    readonly patient: string;
    readonly data: Omit<CellTherapyData<Event['type']>, 'patient' | ComputedField>;
  };
}[Commanded['command']['name']];

export type CellTherapyCommandType = CellTherapyCommand['type'];

const DEFINITIONS: ReadonlyMap<string, Commanded> = new Map(
  Object.values(CELL_THERAPY_EVENTS)
    .filter((definition) => definition.command !== undefined)
    .map((definition) => [definition.command.name, definition]),
);

/** The event that a command of the unit asks for. */
export function cellEventAskedFor(type: CellTherapyCommandType): Commanded {
  const definition = DEFINITIONS.get(type);
  if (definition === undefined) throw new Error(`no event of the unit is asked for by ${type}`);
  return definition;
}
