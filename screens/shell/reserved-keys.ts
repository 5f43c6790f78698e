/** Keys that do not reach the console everywhere, or mean something to every terminal, and why. */
export const reserved: Readonly<Record<string, string>> = {
  'ctrl+a': 'it is the prefix of screen, and of many a tmux',
  'ctrl+b': 'it is the prefix of tmux',
  'ctrl+c': 'it always ends the program',
  'ctrl+h': 'it arrives as Backspace',
  'ctrl+i': 'it arrives as Tab',
  'ctrl+j': 'it arrives as Enter',
  'ctrl+m': 'it arrives as Enter',
  'ctrl+q': 'it is the flow control of terminals',
  'ctrl+s': 'it is the flow control of terminals, and would freeze some',
  'ctrl+z': 'it suspends programs',
};

const habit = 'hands that are used to the shell press it without thinking, and this changes something';

/** Keys that nothing dangerous may lie on. */
export const notForDanger: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'dekltuwry'].map((letter) => [`ctrl+${letter}`, habit])),
  space: 'it is pressed too easily, and this changes something',
};

/** What dialogs are answered with. */
export const dialogKeys: readonly string[] = [
  ...['y', 'n', 'q', 'tab', 'enter', 'esc', 'left', 'right'],
  ...['up', 'down', 'k', 'j'],
];
