import type { OverviewView } from '@bali/queries';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { go, hrefOf, place } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Field } from '../../kit/field.js';
import { may } from '../../kit/may.js';
import { Moment } from '../../kit/moment.js';
import { Page } from '../../kit/page.js';
import { figure, words } from '../../words/words.js';
import { AccrualSection } from './accrual-section.js';
import { CheckpointSection } from './checkpoint-section.js';
import { FlowSection } from './flow-section.js';
import { OverdueSection } from './overdue-section.js';
import { SafetySection } from './safety-section.js';
import { SitesSection } from './sites-section.js';

/** The trial at a glance: what an inspector sees first. */
export default function OverviewPage() {
  const { query } = place.value;
  const [position, instant] = [query.get('position') ?? undefined, query.get('instant') ?? undefined];
  const asked = useQuery(`overview ${position ?? ''} ${instant ?? ''}`, (signal) =>
    get<OverviewView>('/v1/overview', { query: { position, instant }, signal }),
  );
  const t = words.value.overview;
  const isPast = position !== undefined || instant !== undefined;
  return (
    <Page title={t.title} aside={<AsOf view={asked.answer} isPast={isPast} />}>
      {may('replay-trial') && <GoBack instant={instant} isPast={isPast} />}
      <Answered asked={asked} lines={10}>
        {(view) => <Parts view={view} isPast={isPast} />}
      </Answered>
      {may('inspect-trial-ledger') && <CheckpointSection ledger="trial" />}
    </Page>
  );
}

function Parts({ view, isPast }: { readonly view: OverviewView; readonly isPast: boolean }) {
  const t = words.value.overview;
  if (view.trial === undefined) return <p class="note">{t.nothingYet}</p>;
  return (
    <>
      {view.lockedAt !== undefined && (
        <p class="note">
          {t.locked} <Moment utc={view.lockedAt} />
        </p>
      )}
      <Tiles view={view} />
      <div class="columns">
        <FlowSection flow={view.flow} />
        <AccrualSection accrual={view.accrual} targets={view.targets} until={view.recordedAt ?? ''} />
      </div>
      <SitesSection sites={view.sites} />
      {may('read-safety') && <SafetySection position={view.position} />}
      {!isPast && may('read-patients') && <OverdueSection />}
    </>
  );
}

function Tiles({ view: { flow, accrual, sites } }: { readonly view: OverviewView }) {
  const { tiles } = words.value.overview;
  const shown = [
    [tiles.consented, flow.consented],
    [tiles.randomized, flow.randomized],
    [tiles.target, accrual.target],
    [tiles.implanted, flow.implanted],
    [tiles.completed, flow.completed],
    [tiles.sites, sites.filter(({ isOpen }) => isOpen).length],
  ] as const;
  return (
    <dl class="tiles">
      {shown.map(([title, count]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{figure(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function AsOf({ view, isPast }: { readonly view: OverviewView | undefined; readonly isPast: boolean }) {
  const { overview: t, common } = words.value;
  if (view?.recordedAt === undefined) return null;
  return (
    <p class="as-of">
      {isPast ? t.asOf : t.now}: {common.event(figure(view.position))}, <Moment utc={view.recordedAt} />
    </p>
  );
}

function GoBack({ instant, isPast }: { readonly instant: string | undefined; readonly isPast: boolean }) {
  const [day, setDay] = useState(instant ?? '');
  const t = words.value.overview;
  return (
    <form
      class="line no-print"
      onSubmit={(event) => {
        event.preventDefault();
        go(hrefOf('/', { instant: day }));
      }}
    >
      <Field label={t.goBack} type="date" value={day} onInput={setDay} required />
      <button type="submit">{t.show}</button>
      {isPast && (
        <a class="button quiet" href={hrefOf('/')}>
          {t.showNow}
        </a>
      )}
    </form>
  );
}
