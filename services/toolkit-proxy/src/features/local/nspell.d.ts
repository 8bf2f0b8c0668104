declare module 'nspell' {
  /** A loaded dictionary. */
  export type Nspell = { correct(word: string): boolean; suggest(word: string): string[] };
  export default function nspell(dictionary: { aff: Buffer; dic: Buffer }): Nspell;
}
