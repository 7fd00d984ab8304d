/** How the text of a variable becomes a value. */
export interface VariableRule<Value> {
  /** A sentence without its subject: "must be …". */
  readonly message: string;
  /** The value, or `undefined` if the text breaks the rule. */
  readonly read: (text: string) => Value | undefined;
}

/** One environment variable. */
export interface Variable<Value> {
  readonly name: string;
  /** What it is for: the documentation is made of it. */
  readonly meaning: string;
  /** What it is when it is not set; a variable without a default must be set. */
  readonly default?: string;
  /** Its value appears in no error and no documentation. */
  readonly secret?: boolean;
  readonly rule: VariableRule<Value>;
}

type Values<Table> = { readonly [Key in keyof Table]: Table[Key] extends Variable<infer Value> ? Value : never };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used. Lists every fault at once, and quotes no value. */
export class ConfigurationInvalid extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the configuration is not valid:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.name = 'ConfigurationInvalid';
    this.faults = faults;
  }
}

export interface Configuration<Table> {
  /** @throws ConfigurationInvalid */
  readonly read: (environment: Environment) => Values<Table>;
  /** The table as documentation, in Markdown. */
  readonly asMarkdown: () => string;
}

/** A configuration: a table of variables, by the names that the program uses. An empty variable counts as not set. */
export function defineConfiguration<Table extends Readonly<Record<string, Variable<unknown>>>>(
  table: Table,
): Configuration<Table> {
  return { read: (environment) => readAll(table, environment), asMarkdown: () => markdownOf(Object.values(table)) };
}

function readAll<Table extends Readonly<Record<string, Variable<unknown>>>>(
  table: Table,
  environment: Environment,
): Values<Table> {
  const faults: string[] = [];
  const values = Object.entries(table).map(([key, variable]) => {
    const set = environment[variable.name];
    const text = set === undefined || set === '' ? variable.default : set;
    const value = text === undefined ? undefined : variable.rule.read(text);
    if (text === undefined) faults.push(`${variable.name} must be set: it ${variable.rule.message}`);
    else if (value === undefined) faults.push(`${variable.name} ${variable.rule.message}`);
    return [key, value];
  });
  if (faults.length > 0) throw new ConfigurationInvalid(faults);
  return Object.fromEntries(values) as Values<Table>;
}

function markdownOf(variables: readonly Variable<unknown>[]): string {
  const rows = variables.map(({ name, meaning, secret, rule, ...variable }) => {
    const byDefault = variable.default === undefined ? 'none: must be set' : `\`${variable.default}\``;
    return `| \`${name}\` | ${meaning}${secret === true ? ' (secret)' : ''} | ${byDefault} | ${rule.message} |`;
  });
  return ['| Variable | Meaning | Default | Rule |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** A whole number in a range that includes both ends. */
export function wholeNumber(min: number, max: number): VariableRule<number> {
  return {
    message: `must be a whole number from ${min} to ${max}`,
    read: (text) => {
      const value = /^(0|-?[1-9][0-9]{0,14})$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** A TCP port; 0 lets the operating system choose. */
export function portNumber(): VariableRule<number> {
  return wholeNumber(0, 65_535);
}

export function oneOf<Word extends string>(...words: readonly Word[]): VariableRule<Word> {
  return { message: `must be one of ${words.join(', ')}`, read: (text) => words.find((word) => word === text) };
}

/** Any text of a form. @param called what such a text is: "a directory". */
export function textOf(called: string, pattern = /^[^\0]{1,4096}$/): VariableRule<string> {
  return { message: `must be ${called}`, read: (text) => (pattern.test(text) ? text : undefined) };
}

/** A list with commas between its items. */
export function listOf<Item>(item: VariableRule<Item>): VariableRule<readonly Item[]> {
  return {
    message: `${item.message}, or several with commas between them`,
    read: (text) => {
      const items = text.split(',').map((part) => item.read(part.trim()));
      return items.every((value) => value !== undefined) ? items : undefined;
    },
  };
}
