import { expiresAt, offer, person } from '../../app/session.js';
import { Moment } from '../../kit/moment.js';
import { Page, Section } from '../../kit/page.js';
import { Passkeys } from './passkeys.js';
import { SecondFactor } from './second-factor.js';
import { roleWord, words } from '../../words/words.js';

/** Who is signed in, until when; and the second factor. */
export default function AccessPage() {
  const { access: t, common } = words.value;
  const who = person.value;
  const ends = expiresAt.value;
  return (
    <Page title={t.title}>
      <Section title={t.who}>
        {who !== undefined && (
          <dl class="facts">
            <div>
              <dt>{common.person}</dt>
              <dd>
                <bdi>{who.name}</bdi> <span class="code">{who.userId}</span>, <bdi>{who.organisation}</bdi>
              </dd>
            </div>
            <div>
              <dt>{common.role}</dt>
              <dd>
                {roleWord(who.role)} {who.sites.join(', ')}
              </dd>
            </div>
            {ends !== undefined && (
              <div>
                <dt>{t.session}</dt>
                <dd>
                  <Moment utc={ends} />
                </dd>
              </div>
            )}
          </dl>
        )}
      </Section>
      {offer.value?.passwords === true && <SecondFactor />}
      {offer.value?.passkeyOrigin !== undefined && <Passkeys origin={offer.value.passkeyOrigin} />}
    </Page>
  );
}
