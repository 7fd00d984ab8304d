import { permits } from '@bali/access/portable';
import { person } from '../../app/session.js';
import { Page } from '../../kit/page.js';
import { words } from '../../words/words.js';
import { CommitmentSection } from './commitment-section.js';
import { RegisterSection } from './register-section.js';

/** Who knows whose arm since when, and the commitment that binds the randomization list. Nothing here says an arm. */
export default function BlindPage() {
  const { blind: t } = words.value;
  const role = person.value?.role;
  return (
    <Page title={t.title} intro={t.intro}>
      <RegisterSection />
      {role !== undefined && permits(role, 'read-audit-log') && <CommitmentSection />}
    </Page>
  );
}
