const remindAfterMs = 10_000;

/**
 * Runs a step and says so on standard error: what it does, that it is still at it, how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withProgress(title, action) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write(`linguamate: ${title} ...\n`);
  const reminder = setInterval(
    () => process.stderr.write(`linguamate: still ${title} (${seconds()} s)\n`),
    remindAfterMs,
  );
  try {
    const result = await action();
    process.stderr.write(`linguamate: ${title}: done in ${seconds()} s\n`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
