import { render } from 'preact';
import { App } from './app/app.js';
import { begin } from './app/session.js';
import { followLinks } from './app/router.js';
import { applySettings } from './app/settings.js';

applySettings();
followLinks();
void begin();
const place = document.getElementById('app');
if (place !== null) render(<App />, place);
