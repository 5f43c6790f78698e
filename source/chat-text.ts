import { clean } from '../models/clean.ts';

/**
 * Words with names and reasons of others in them, for a chat: nobody is called by them, nothing is loaded, and no link
 * leads away. Slack takes `<…>` for calls and links and `&lt;` for a sign; Mattermost, Teams and others read Markdown, and
 * call whoever stands behind an @. A backslash would be shown by the one and taken by the other: signs change instead.
 */
export function chatText(words: string): string {
  return clean(words)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '＠')
    .replaceAll('`', "'")
    .replaceAll('](', '] (')
    .replaceAll('][', '] [')
    .replaceAll('://', '[:]//')
    .replace(/\b(www|mailto|tel|javascript|data)([.:])(?=\S)/gi, '$1[$2]');
}
