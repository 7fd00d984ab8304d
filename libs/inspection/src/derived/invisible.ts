/** Controls, and the marks that change the direction of what follows: they could make a text read as another one. */
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
const TURNING = '\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';

/** Those that HTML of version 2 of the words shows as what they are. */
export const INVISIBLE_V2 = new RegExp(`[${CONTROLS}${TURNING}]`, 'g');
/** Those of version 3: U+061C, the Arabic letter mark, is one more. */
export const INVISIBLE = new RegExp(`[${CONTROLS}${TURNING}\\u061c]`, 'g');
/** Those that a table shows as what they are: it keeps ends of lines, which belong to a text. */
export const TURNING_IN_TABLE = new RegExp(`[${TURNING}\\u061c]`, 'g');

/** A text with what nobody sees shown as what it is: `\u202e`. */
export function visible(text: string, invisible: RegExp): string {
  return text.replaceAll(invisible, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text in which the marks that turn the direction of writing are shown as what they are, so that it reads as it was written. */
export function turningShown(text: string): string {
  return visible(text, TURNING_IN_TABLE);
}
