/** The same members, each of which may have no value. */
type Unset<Value> = { [Name in keyof Value]: Value[Name] | undefined };

/** Without the members that have no value: as JSON has it. */
export function present<Value extends object>(value: Unset<Required<Value>>): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
