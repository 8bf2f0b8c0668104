import { createServer, type ServerResponse } from 'node:http';

/** An AI upstream that costs nothing: what remains of a measurement is the gateway. */
const completion = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'bench-model',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hola. '.repeat(100) }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 20, completion_tokens: 200, total_tokens: 220 },
});

const frame = (delta: object, finishReason: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'bench-model',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  })}\n\n`;

const frames = 50;

function stream(response: ServerResponse, isEndless: boolean): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frame({ role: 'assistant', content: '' }));
  let sent = 0;
  const send = () => {
    response.write(frame({ content: `w${sent} ` }));
    sent += 1;
    if (sent < frames || isEndless) return;
    clearInterval(timer);
    response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
  };
  send();
  const timer = setInterval(send, isEndless ? 20 : 5);
  response.once('close', () => clearInterval(timer));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    if (body.includes('"stream":true')) return stream(response, body.includes('endless'));
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(completion),
    });
    response.end(completion);
  });
});
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
