import proxy from '@fastify/http-proxy';
import fastify from 'fastify';

/** The plugin alone, as its README shows it: no token, no limit, no log. */
const server = fastify();
await server.register(proxy, { upstream: process.env.UPSTREAM ?? '', prefix: '/api', rewritePrefix: '/api' });
await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
