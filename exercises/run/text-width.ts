/** Widest text, in columns: longer lines are hard to read. */
const MAX_TEXT_WIDTH = 80;
/** Narrowest text. */
const MIN_TEXT_WIDTH = 30;

/** The width of texts: the window's, within these limits; 80 columns without a window. */
export const textWidth = Math.max(MIN_TEXT_WIDTH, Math.min(MAX_TEXT_WIDTH, process.stdout.columns ?? MAX_TEXT_WIDTH));
