import { type Language, LANGUAGES, language, words } from '../words/words.js';
import { theme, type Theme, THEMES } from './settings.js';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/** Language and appearance. Both are kept on this device alone. */
export function Choices() {
  const { app } = words.value;
  return (
    <div class="choices">
      <label>
        <span>{app.language}</span>
        <select value={language.value} onChange={(event) => (language.value = event.currentTarget.value as Language)}>
          {LANGUAGES.map((id) => (
            <option key={id} value={id} lang={id}>
              {NAMES[id]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{app.theme}</span>
        <select value={theme.value} onChange={(event) => (theme.value = event.currentTarget.value as Theme)}>
          {THEMES.map((id) => (
            <option key={id} value={id}>
              {app.themes[id]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
