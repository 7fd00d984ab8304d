/** What befalls a disk while a server works with it, as rows of the page of what is noticed. The tests here hold each cell. */
export const WHILE_RUNNING = [
  {
    what: 'the disk gets full while the server runs',
    when: 'at once',
    where: 'client: 503 `store-unavailable` to commands; operator: the log',
    worked: 'lists, charts, the audit log; once there is room, everything without a restart',
  },
  {
    what: 'pages of `trial.db` are damaged while the server runs',
    when: 'within a day: the files are checked; or when such a page is read',
    where: 'operator: `bali check` names `trial.db`',
    worked: 'what was answered is what was written, or 503',
  },
] as const;
