import type { Grant } from './grants/grant.js';
import { ACTIONS, GRANTS, permits } from './permissions.js';
import { ROLE_IDS, ROLES } from './roles.js';

/** The table of permissions as a page of documentation, in Markdown: an action a row, a role a column. */
export function permissionsAsMarkdown(): string {
  const header = ['Action', ...ROLE_IDS.map((role) => `\`${role}\``)];
  const rows = ACTIONS.map((action) => [
    `${GRANTS[action].title} (\`${action}\`)`,
    ...ROLE_IDS.map((role) => (permits(role, action) ? 'yes' : '')),
  ]);
  const roles = ROLE_IDS.map(
    (role) => `- \`${role}\`: ${ROLES[role].title}${ROLES[role].atSites ? '; own sites only' : ''}`,
  );
  return [
    [
      '# Who may do what',
      'What has no "yes" is refused. Roles held at sites have every grant at their own sites only.',
    ],
    [...roles],
    [row(header), row(header.map((_, column) => (column === 0 ? '---' : ':---:'))), ...rows.map(row)],
    ['## Why'],
    reasons(),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function reasons(): readonly string[] {
  return ACTIONS.flatMap((action) => {
    const { because }: Grant = GRANTS[action];
    return because === undefined ? [] : [`- \`${action}\`: ${because}.`];
  });
}
