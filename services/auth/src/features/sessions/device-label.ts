const maxLabelLength = 60;

// The first match wins: every browser claims to be the ones before it.
const programs: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\bokhttp\//, 'Android app'],
  [/\bCFNetwork\//, 'iOS app'],
  [/\bcurl\//, 'curl'],
];

const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac(?:intosh| OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * A short name under which a person recognises a device in the list of sessions, for instance "Firefox on Linux".
 * The header itself is not kept: it identifies people better than they would like.
 *
 * @param userAgent the header, if there was one
 * @param given a name that the app itself has sent; it wins
 */
export function deviceLabel(userAgent: string | undefined, given?: string): string {
  const tidy = given?.replace(/\p{Cc}/gu, ' ').trim();
  if (tidy) return tidy.slice(0, maxLabelLength);
  // The header is bounded before any pattern sees it.
  const header = userAgent?.slice(0, 512) ?? '';
  const program = findLabel(programs, header);
  const system = findLabel(systems, header);
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? 'Unknown device';
}

function findLabel(labels: readonly [RegExp, string][], header: string): string | undefined {
  return labels.find(([pattern]) => pattern.test(header))?.[1];
}
