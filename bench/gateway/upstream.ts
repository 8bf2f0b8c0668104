import { createServer } from 'node:http';

/** The fixed service behind every gateway: about 800 bytes of JSON, and the key set that tokens are checked with. */
const items = Array.from({ length: 10 }, (_, index) => ({
  id: `lesson-${index}`,
  title: 'Saludos y despedidas',
}));
const body = JSON.stringify({ items, nextCursor: null, note: 'x'.repeat(120) });
const keySet = process.env.KEY_SET ?? '{"keys":[]}';

const server = createServer((request, response) => {
  const answer = request.url === '/.well-known/jwks.json' ? keySet : body;
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(answer),
  });
  response.end(answer);
});
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
