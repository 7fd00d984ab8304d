import { effect, signal } from '@preact/signals';
import { type Language, LANGUAGES, language } from '../words/words.js';

/** How the pages look: as the device is set, or as the reader chose. */
export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

const THEME_KEY = 'bali.theme';
const LANGUAGE_KEY = 'bali.language';

export const theme = signal<Theme>(chosen(THEME_KEY, THEMES) ?? 'auto');

/** Keeps what the reader chose on this device, and shows it. */
export function applySettings(): void {
  language.value = chosen(LANGUAGE_KEY, LANGUAGES) ?? languageOfBrowser();
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    keep(THEME_KEY, theme.value);
  });
  effect(() => {
    document.documentElement.lang = language.value;
    keep(LANGUAGE_KEY, language.value);
  });
}

function languageOfBrowser(): Language {
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

function chosen<Word extends string>(key: string, words: readonly Word[]): Word | undefined {
  const kept = read(key);
  return words.find((word) => word === kept);
}

/** What this device keeps; nothing where the browser keeps nothing. */
export function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // The browser keeps nothing: the choice lasts as long as the page.
  }
}
