import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/**
 * The floors of the house, from the top. A room may import from the floors below its own, and from nothing else of the
 * house: neither from a floor above, nor from a neighbour.
 */
const FLOORS = [
  ['apps/bali'],
  ['apps/demo', 'apps/witness'],
  ['apps/inspection-web'],
  ['apps/site-api', 'apps/inspection-api'],
  ['libs/operations'],
  ['libs/recording'],
  ['libs/identity', 'libs/shared-routes'],
  ['libs/installation'],
  ['libs/http', 'libs/queries'],
  ['libs/commands'],
  ['libs/inspection', 'libs/trail-review', 'libs/exports'],
  ['libs/access', 'libs/blinding', 'libs/cell-therapy', 'libs/projections', 'libs/log', 'libs/analysis'],
  ['libs/event-store', 'libs/trial'],
  ['libs/schema', 'libs/witness', 'libs/time-stamps'],
  ['libs/ledger', 'libs/protocol', 'libs/command-line', 'libs/queue', 'libs/generated', 'libs/client'],
];

/** Rooms that know no framework and no input or output: they must run anywhere, also offline in 25 years. */
const PURE = [
  'libs/access',
  'libs/trial',
  'libs/cell-therapy',
  'libs/analysis',
  'libs/trail-review',
  'libs/exports',
  'libs/schema',
  'libs/witness',
  'libs/protocol',
  'libs/ledger',
  'libs/queue',
];
const FRAMEWORKS = [
  '@nestjs/*',
  'class-validator',
  'class-transformer',
  'rxjs',
  'rxjs/*',
  'node:fs*',
  'node:http*',
  'node:sqlite',
];

/** Rooms that may do input and output, and know neither a framework nor HTTP: HTTP is the apps' alone. */
const WITHOUT_HTTP = ['libs/queries'];
const HTTP = ['@nestjs/*', 'fastify', '@fastify/*', 'node:http*', 'class-validator', 'class-transformer'];

/** Every room has public doors: its name, and the kits for tests, its name with `/testing`. Nothing is imported by its path. */
const PATHS = ['**/apps/**', '**/libs/**', '**/test/**'];

const nameOf = (room) => (room.startsWith('apps/') ? `@bali-app/${room.slice(5)}` : `@bali/${room.slice(5)}`);

function importsOneWay(room, floor) {
  const below = FLOORS.slice(floor + 1).flat();
  const forbidden = FLOORS.flat().filter((other) => other !== room && !below.includes(other));
  const group = [...forbidden.flatMap((other) => [nameOf(other), `${nameOf(other)}/*`]), ...PATHS];
  const patterns = [{ group, message: `${room} imports only from the floors below it (see eslint.config.mjs).` }];
  if (PURE.includes(room))
    patterns.push({ group: FRAMEWORKS, message: `${room} is pure: no framework, no input or output.` });
  if (WITHOUT_HTTP.includes(room))
    patterns.push({ group: HTTP, message: `${room} knows neither a framework nor HTTP.` });
  return { files: [`${room}/**/*.{ts,tsx}`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default tseslint.config(
  { ignores: ['**/dist/**', 'coverage/**', 'node_modules/**', 'libs/client/src/generated/**'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...FLOORS.flatMap((rooms, floor) => rooms.map((room) => importsOneWay(room, floor))),
  {
    // What runs in a browser takes types of any floor, and code of what needs nothing of Node.
    files: ['apps/inspection-web/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*', '@bali-app/*', '@nestjs/*', ...PATHS] }] }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@bali/(?!ledger$|[a-z-]+/portable$)',
              allowTypeImports: true,
              message:
                'A page runs code of a portable door, or of the ledger; of every other room it takes types alone.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: PATHS, message: 'A test comes in by the public doors of a room, such as @bali/trial/testing.' },
          ],
        },
      ],
    },
  },
  {
    files: ['libs/**/*.ts'],
    rules: {
      // Node runs the libraries' TypeScript as it stands (child processes of tests do), so only erasable syntax.
      '@typescript-eslint/parameter-properties': ['error', { prefer: 'class-property' }],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' }],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', '**/testing/**/*.ts', 'test/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'max-lines-per-function': 'off',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', '**.expect*', 'fc.assert'] }],
      'jest/no-export': 'off',
      'jest/no-standalone-expect': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        structuredClone: 'readonly',
        URL: 'readonly',
      },
    },
  },
  prettier,
);
