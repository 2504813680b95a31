/** Widest text, in columns: longer lines are hard to read. */
const MAX_TEXT_WIDTH = 80;
/** Narrowest text that is still set as text. */
const MIN_TEXT_WIDTH = 30;

/** How wide texts are set: as wide as the window, within reason; 80 columns where there is none. */
export const textWidth = Math.max(MIN_TEXT_WIDTH, Math.min(MAX_TEXT_WIDTH, process.stdout.columns ?? MAX_TEXT_WIDTH));
