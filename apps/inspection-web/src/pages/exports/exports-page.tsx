import type { ExportJob } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { JobItem } from '../../kit/jobs/job-item.js';
import { JobsSection } from '../../kit/jobs/jobs-section.js';
import { Page } from '../../kit/page.js';
import { figure, namedIn, words } from '../../words/words.js';
import { EXPORTS, MakeForm } from './make-form.js';

/** Makes exports of the trial's data, shows how far they are, and gives them away. */
export default function ExportsPage() {
  const { exports: t } = words.value;
  const asked = useQuery('exports', (signal) => get<readonly ExportJob[]>(EXPORTS, { signal }));
  return (
    <Page title={t.title} intro={t.intro}>
      <MakeForm made={asked.again} />
      <JobsSection title={t.list} asked={asked}>
        {(job) => (
          <JobItem
            key={job.id}
            job={job}
            path={EXPORTS}
            title={namedIn(t.formats, job.format)}
            parts={partsOf(job)}
            changed={asked.again}
          >
            {job.root !== undefined && (
              <p class="help">
                {t.root} <code>{job.root}</code>
              </p>
            )}
          </JobItem>
        )}
      </JobsSection>
    </Page>
  );
}

function partsOf({ position, arms, files }: ExportJob): readonly string[] {
  const { exports: t } = words.value;
  return [t.asOf(figure(position)), t.armsIn[arms], ...(files === undefined ? [] : [t.files(figure(files))])];
}
