// A failure that is explained to whoever typed the command: which step, why, and what to do about it.
export class SetupError extends Error {
  /**
   * @param {string} step what was being done
   * @param {string} advice one sentence: what is wrong and what to do
   * @param {string} [details] what the tool said, shown below
   */
  constructor(step, advice, details = '') {
    super(`${step} failed: ${advice}`);
    this.details = details;
  }
}

const causes = [
  [/ENOSPC|no space left/i, () => 'the disk is full: free some space and run the command again.'],
  [
    /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    (where) => `this account may not write in ${where}: make it the owner, or run the command as the owner.`,
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|socket (hang up|timeout)|network|fetch failed|error sending request|dns error|timed? ?out/i,
    () =>
      'the npm registry does not answer: check the network, and the "registry" and "proxy" settings that "npm config list" shows; then run the command again.',
  ],
  [
    /CERT_|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|certificate/i,
    () =>
      'the registry presents a certificate that is not trusted here: set "cafile" in npm\'s configuration, or NODE_EXTRA_CA_CERTS.',
  ],
  [
    /E401|E403|401 Unauthorized|403 Forbidden/i,
    () => 'the registry asks for a login: run "npm login" or correct the token in .npmrc.',
  ],
  [
    /ETARGET|E404|No matching version|404 Not Found/i,
    () => 'the registry does not have a package that is needed; see below.',
  ],
  [
    /OUTDATED_LOCKFILE|frozen-lockfile/i,
    () => 'pnpm-lock.yaml does not fit the package.json files: run "pnpm install" and commit the lockfile.',
  ],
];

/**
 * Turns what a failed tool printed, or a file system error, into a SetupError.
 * @param {string} step
 * @param {string} output
 * @param {string} where the directory that the step writes to
 */
export function explain(step, output, where) {
  const found = causes.find(([pattern]) => pattern.test(output));
  const tail = output.trim().split('\n').slice(-12).join('\n');
  return new SetupError(step, found ? found[1](where) : 'see below.', tail);
}
