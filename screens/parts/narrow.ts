/** ASCII and the glyphs that we draw with, one cell each: most of what is measured. */
export const narrow = /^[ -~·×–—…←-↓≥─-╿▀-▟▸◂●○✓✗]*$/;
