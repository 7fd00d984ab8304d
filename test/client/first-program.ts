import { isProblem, SiteApi } from '@bali/client';

const { BALI_URL: url = 'http://127.0.0.1:3000', BALI_USER = '', BALI_PASSWORD = '' } = process.env;
const bali = new SiteApi({ url, userAgent: 'first-program/1' });
const { api, session } = await bali.signIn({ userId: BALI_USER, password: BALI_PASSWORD });
console.log(`${session.person.name} is signed in as ${session.person.role}.`);
try {
  // A command. It is sent again with the same key until it is answered, and is recorded once.
  const [site = ''] = session.person.sites;
  const consentedOn = new Date().toISOString().slice(0, 10);
  const answers = { informationVersion: '1.0', keepingOfCells: 'yes', vitalStatusFromPublicSource: 'no' } as const;
  const body = { site, yearOfBirth: 1953, sex: 'female', consentedOn, ...answers } as const;
  const { patient, position } = await api.post('/v1/patients', { body });
  console.log(`The consent of patient ${patient} is recorded.`);
  // A question, whose answer includes what was just recorded.
  const params = { path: { patient }, query: { atLeast: position } };
  const { status, revision } = await api.get('/v1/patients/{patient}', { params });
  console.log(`Patient ${patient} of site ${site} is ${status}, revision ${revision}.`);

  // The live feed, which goes on where it was when the connection breaks.
  for await (const { event } of api.follow({ from: position })) {
    console.log(`${event.metadata.actor.name} recorded ${event.type}.`);
    if (event.stream === `patient-${patient}`) break;
  }
} catch (error) {
  if (!isProblem(error)) throw error;
  console.log(`Refused, ${error.code}: ${error.message}`);
} finally {
  await api.signOut();
}
