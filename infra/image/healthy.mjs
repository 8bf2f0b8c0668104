// The image's health check: asks the process beside it whether it can do its work. Plain JavaScript and nothing to
// import, because it runs every few seconds.
// biome-ignore lint/style/noProcessEnv: nothing else of the image is loaded here.
const { INTERNAL_PORT, WORKER_PORT, PORT = '8080' } = process.env;

const answer = await fetch(`http://127.0.0.1:${WORKER_PORT || INTERNAL_PORT || PORT}/readyz`, {
  signal: AbortSignal.timeout(2_500),
}).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
