import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import cors from 'cors';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { Redis } from 'ioredis';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import { Counter, Histogram, Registry } from 'prom-client';
import { RedisStore } from 'rate-limit-redis';

/** The usual Express stack with the features that our gateway has: request id, CORS, log, metrics, token, limits. */
const app = express();
app.disable('x-powered-by');
const upstream = process.env.UPSTREAM ?? '';
const redis = new Redis(process.env.REDIS_URL ?? '', { enableAutoPipelining: true });
const registry = new Registry();
const labelNames = ['method', 'route', 'status'];
const count = new Counter({ name: 'requests', help: 'n', labelNames, registers: [registry] });
const duration = new Histogram({ name: 'duration', help: 's', labelNames, registers: [registry] });
const keys = createRemoteJWKSet(new URL(`${process.env.AUTH_URL}/.well-known/jwks.json`));

app.use(pinoHttp({ logger: pino(pino.destination(1)), genReqId: () => randomUUID() }));
app.use(cors({ origin: ['https://app.example.com'], credentials: true }));
app.use((request, response, next) => {
  const startedAt = performance.now();
  response.on('finish', () => {
    const labels = { method: request.method, route: '/api/*', status: String(response.statusCode) };
    count.inc(labels);
    duration.observe(labels, (performance.now() - startedAt) / 1000);
  });
  next();
});
app.use(async (request, response, next) => {
  try {
    const token = request.headers.authorization?.slice(7) ?? '';
    const { payload } = await jwtVerify(token, keys, { issuer: 'linguamate', audience: 'linguamate' });
    response.locals.userId = payload.sub;
    next();
  } catch {
    response.status(401).end();
  }
});
app.use(
  rateLimit({
    windowMs: 60_000,
    limit: 1_000_000_000,
    keyGenerator: (_request, response) => String(response.locals.userId),
    store: new RedisStore({
      sendCommand: (...command) => redis.call(...command),
    }),
  }),
);
app.use(
  createProxyMiddleware({
    target: upstream,
    changeOrigin: true,
    xfwd: true,
    proxyTimeout: 30_000,
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
  }),
);
app.listen(Number(process.env.PORT), '127.0.0.1');
