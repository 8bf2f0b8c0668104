const pollMs = 500;

/**
 * Calls back when the npm that started this process is gone without having told us: its shell does not pass on signals,
 * and a killed npm cannot. Started by hand, a process may outlive its shell, as with nohup.
 * @param {() => void} action
 */
export function whenNpmDies(action) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    action();
  }, pollMs);
  timer.unref();
}
