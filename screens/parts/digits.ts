/** Five rows a character, three columns but for m; what is not here is a blank. */
const font: Readonly<Record<string, readonly string[]>> = {
  '0': ['###', '# #', '# #', '# #', '###'],
  '1': [' # ', '## ', ' # ', ' # ', '###'],
  '2': ['###', '  #', '###', '#  ', '###'],
  '3': ['###', '  #', '###', '  #', '###'],
  '4': ['# #', '# #', '###', '  #', '  #'],
  '5': ['###', '#  ', '###', '  #', '###'],
  '6': ['###', '#  ', '###', '# #', '###'],
  '7': ['###', '  #', '  #', '  #', '  #'],
  '8': ['###', '# #', '###', '# #', '###'],
  '9': ['###', '# #', '###', '  #', '###'],
  '–': ['   ', '   ', '###', '   ', '   '],
  '.': [' ', ' ', ' ', ' ', '#'],
  s: ['   ', ' ##', ' # ', '  #', ' ##'],
  m: ['     ', '     ', '## # ', '# # #', '# # #'],
  h: ['#  ', '#  ', '## ', '# #', '# #'],
  d: ['  #', '  #', ' ##', '# #', ' ##'],
  k: ['#  ', '#  ', '# #', '## ', '# #'],
  M: ['#   #', '## ##', '# # #', '#   #', '#   #'],
};

/** Rows of a big text, before it is stretched. */
export const bigRows = 5;

/** Cells that a text takes in a row when each dot is `wide` cells. */
export const bigWidth = (text: string, wide: number): number =>
  [...text].reduce((sum, one) => sum + (shapeOf(one)[0]!.length + 1) * wide, -wide);

/** A short text (digits, a dash, units of time) in letters that can be read across a room; a dot is `wide`×`tall` cells. */
export function bigLines(text: string, wide: number, tall: number): string[] {
  return Array.from({ length: bigRows * tall }, (_, row) => {
    const dots = [...text].map((one) => shapeOf(one)[Math.floor(row / tall)]).join(' ');
    return [...dots].map((dot) => (dot === '#' ? '█' : ' ').repeat(wide)).join('');
  });
}

const shapeOf = (character: string) => font[character] ?? Array<string>(bigRows).fill('   ');
