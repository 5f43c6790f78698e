const trouble =
  /\b(error|errors|fail(ed|ure)?|panic|oops|Out of memory|Killed process|No space left|segfault|I\/O error|soft lockup|hung task|blocked for more than|Call Trace|read-only file system|oom)\b|\bBUG:/i;

/** The lines of a console log that speak of trouble. */
export function errorLines(lines: readonly string[]): string[] {
  return lines.filter(isErrorLine);
}

export function isErrorLine(line: string): boolean {
  return trouble.test(line);
}
